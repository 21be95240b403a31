import { describe } from '@jest/globals'
import { addresses } from './addresses.ts'
import { files } from './files.ts'
import { headers } from './headers.ts'
import { pages } from './pages.ts'
import { parsing } from './parsing.ts'
import { paths } from './paths.ts'
import { redirects } from './redirects.ts'
import { resources } from './resources.ts'
import { runAttacks } from './run-attacks.ts'
import { selfRequests } from './self-requests.ts'

describe('an attack is harmless', () => {
  runAttacks([
    ...addresses,
    ...selfRequests,
    ...paths,
    ...redirects,
    ...pages,
    ...files,
    ...resources,
    ...headers,
    ...parsing,
  ])
})
