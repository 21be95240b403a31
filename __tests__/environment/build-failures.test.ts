import { describe, expect, test } from '@jest/globals'
import { createProject } from '../support/project.ts'
import { runWarmCli } from '../support/warm-cli.ts'

type Files = Readonly<Record<string, string>>

const SCHEMA = `{
      API_URL: { type: 'string', context: 'client', access: 'public', url: true },
      SIZE: { type: 'number', context: 'server', access: 'public' },
      API_TOKEN: { type: 'string', context: 'server', access: 'secret', min: 9 },
    }`
const config = (rest = '') => ({
  'ssr-pages.config.mjs': `export default {\n  env: {\n    ${rest}\n    schema: ${SCHEMA}\n  }\n}\n`,
})
const page = (code: string, script = '') => ({
  'src/pages/a.astro': `---\n${code}\n---\n<p>a</p>\n${script && `<script>\n${script}\n</script>\n`}`,
})
const GOOD = { '.env': 'API_URL=https://a.test\nSIZE=1\nAPI_TOKEN=tell-nobody' }
const server = "import { SIZE } from 'astro:env/server'\nSIZE"

const cases: Readonly<Record<string, readonly [files: Files, ...texts: string[]]>> = {
  'public variables that are missing or invalid, all in one error': [
    { ...page(server), '.env': 'API_URL=a.test\nAPI_TOKEN=tell' },
    '2 environment variables are not what `env.schema` requires:',
    '\n  API_URL must be a URL (saw "a.test")\n',
    '\n  SIZE is missing; it must be a number\n',
    '[SSR_PAGES_ENV_INVALID]',
  ],
  'secrets too, if validateSecrets is set, without their values': [
    { ...page(server), ...config('validateSecrets: true,'), '.env': 'SIZE=1\nAPI_TOKEN=tell' },
    '\n  API_URL is missing; it must be a URL\n',
    '\n  API_TOKEN must be a string of at least 9 characters\n',
  ],
  'a secret in a script': [
    page('', "import { API_TOKEN } from 'astro:env/server'\nconsole.log(API_TOKEN)"),
    "error src/pages/a.astro:6:27: 'astro:env/server': This module is for code on the server",
  ],
  'a module that a script imports, with the way to it': [
    {
      ...page('', "import '../lib/one'"),
      'src/lib/one.ts': "import './two'\n",
      'src/lib/two.ts': "import { SIZE } from 'astro:env/server'\nconsole.log(SIZE)\n",
    },
    "error src/lib/two.ts:1:22: 'astro:env/server': This module is for code on the server",
    'src/lib/two.ts is imported by src/lib/one.ts, which is imported by src/pages/a.astro',
  ],
  'a name that is nearly one of the schema': [
    page("import { API_URI } from 'astro:env/client'\nAPI_URI"),
    "error src/pages/a.astro:2:25: 'astro:env/client': it does not export API_URI",
    'Did you mean API_URL?',
  ],
  'a name of the other module': [
    page("import { API_TOKEN as token } from 'astro:env/client'\ntoken"),
    "src/pages/a.astro:2:36: 'astro:env/client': it does not export API_TOKEN",
    "Import it from 'astro:env/server'.",
  ],
  'a name that no variable has, in a module': [
    { ...page("import '../b'"), 'src/b.ts': "import { WHAT } from 'astro:env/server'\nWHAT()\n" },
    "error src/b.ts:1:22: 'astro:env/server': it does not export WHAT",
    'Add it to `env.schema` in the configuration, which has API_URL, SIZE, API_TOKEN.',
  ],
  'a name that a module exports again': [
    { ...page("import '../b'"), 'src/b.ts': "export { API_URI } from 'astro:env/client'\n" },
    'error src/b.ts:1:10: "API_URI" is not exported by "astro:env/client"',
  ],
  'a default import': [
    page("import env from 'astro:env/client'\nenv()"),
    'Import a name in braces; it exports API_URL.',
  ],
  'a secret whose name makes it public': [
    {
      ...page(''),
      'ssr-pages.config.mjs': `export default { env: { schema: {
  PUBLIC_KEY: { type: 'string', context: 'server', access: 'secret' } } } }`,
    },
    'error ssr-pages.config.mjs:2:3:',
    "'env.schema.PUBLIC_KEY' is a secret, but import.meta.env gives browsers all variables whose names begin with PUBLIC_",
  ],
  'a typing error in a field': [
    {
      ...page(''),
      'ssr-pages.config.mjs': `export default { env: { schema: {
  KEY: { type: 'string', context: 'server', access: 'secret', optinal: true } } } }`,
    },
    "'env.schema.KEY' has no option optinal; did you mean optional?",
  ],
}

describe('a build is refused for', () => {
  test.each(Object.keys(cases))('%s', async (name) => {
    const [files, ...texts] = cases[name] ?? [{}]
    const { code, stderr } = await runWarmCli(
      ['build'],
      createProject({ ...GOOD, ...config(), ...files }),
    )
    for (const text of texts) expect(stderr).toContain(text)
    expect(stderr).not.toContain('tell')
    expect(code).toBe(1)
  })
})

test('a build needs no variable that nothing imports', async () => {
  const files = { ...config(), ...page('') }
  expect(await runWarmCli(['build'], createProject(files))).toMatchObject({ code: 0, stderr: '' })
})
