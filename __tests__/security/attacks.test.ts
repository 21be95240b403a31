import { describe } from '@jest/globals'
import { addresses } from './addresses.ts'
import { files } from './files.ts'
import { pages } from './pages.ts'
import { paths } from './paths.ts'
import { redirects } from './redirects.ts'
import { runAttacks } from './run-attacks.ts'
import { selfRequests } from './self-requests.ts'

describe('an attack is harmless', () => {
  runAttacks([...addresses, ...selfRequests, ...paths, ...redirects, ...pages, ...files])
})
