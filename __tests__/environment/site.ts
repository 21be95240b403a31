/** What no built file may contain. */
export const SECRET = 'do-not-write-me'

const CONFIG = `import { defineConfig, envField } from 'astro/config'
export default defineConfig({
  output: 'server',
  env: {
    schema: {
      API_URL: envField.string({ context: 'client', access: 'public', url: true }),
      IS_NEW: envField.boolean({ context: 'client', access: 'public', default: false }),
      PAGE_SIZE: envField.number({ context: 'server', access: 'public', int: true, default: 20 }),
      API_TOKEN: envField.string({ context: 'server', access: 'secret', startsWith: 'do-' }),
      LIMIT: envField.number({ context: 'server', access: 'secret', min: 1 }),
      REGION: envField.enum({ context: 'server', access: 'secret', values: ['eu', 'us'], optional: true }),
    },
  },
})
`

/** A project of Astro that reads its environment in every kind of module. */
export const SITE: Readonly<Record<string, string>> = {
  'astro.config.mjs': CONFIG,
  '.env': `API_URL=https://a.test/?q=</script>\nAPI_TOKEN=${SECRET}-file\nLIMIT=5\n`,
  'src/lib/api.ts': `import { API_URL } from 'astro:env/client'
import * as env from 'astro:env/server'
export const all = () => [API_URL, env.PAGE_SIZE, env.API_TOKEN, env.LIMIT, env.REGION, env.getSecret('OTHER')]
`,
  'src/pages/index.astro': `---
import { all } from '../lib/api'
---
<p>{all().map(String).join(' ')}</p>
<script>
  import { API_URL, IS_NEW } from 'astro:env/client'
  document.title = API_URL + IS_NEW
</script>
`,
  'src/pages/api.ts': `import { LIMIT } from 'astro:env/server'
export const GET = () => Response.json(typeof LIMIT)
`,
  'src/middleware.ts': `import { REGION } from 'astro:env/server'
export const onRequest = (context, next) => ((context.locals.region = REGION), next())
`,
  'src/views/card.astro': `---
import { API_TOKEN } from 'astro:env/server'
---
<b>{API_TOKEN}</b>
`,
  // It reads no secret, so it is rendered without them.
  'src/pages/size.astro': `---
import { PAGE_SIZE } from 'astro:env/server'
export const prerender = true
---
<p>{PAGE_SIZE}</p>
`,
  'src/pages/limit.astro': `---
import { LIMIT } from 'astro:env/server'
export const prerender = true
---
<p>{LIMIT}</p>
`,
}
