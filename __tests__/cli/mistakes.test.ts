import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, test } from '@jest/globals'
import { ROOT } from '../support/root.ts'
import { type Project, createProject } from '../dev/project.ts'
import { until } from '../support/until.ts'
import { runCliSync } from '../support/cli.ts'
import { runWarmCli } from '../support/warm-cli.ts'

/** A mistake: its files, and the text on the terminal: what happened, where, and what to do. */
interface Mistake {
  readonly name: string
  readonly files: Readonly<Record<string, string>>
  readonly says: readonly string[]
  /** Arguments besides the command. */
  readonly args?: readonly string[]
  /** The command, where only one can see the mistake. */
  readonly only?: 'build' | 'dev'
  /** The path to request from a development server. (default: `/a`) */
  readonly path?: string
}

const MAX_LINES = 15
const page = { 'src/pages/index.astro': '<h1>fine</h1>' }

const mistakes: Mistake[] = [
  {
    name: 'the wrong folder',
    files: page,
    args: ['nowhere'],
    says: ['nowhere', 'Create src/pages'],
  },
  {
    name: 'no pages',
    files: { 'src/x.ts': '' },
    says: ['src/pages', 'Create src/pages/index.astro'],
  },
  {
    name: 'a misspelt option',
    files: page,
    args: ['--prot', '1'],
    says: ["'--prot'", 'Did you mean --port?'],
  },
  {
    name: 'a port that is not a number',
    files: page,
    only: 'dev',
    args: ['--port', 'x'],
    says: ['--port must be a number', "saw 'x'"],
  },
  {
    name: 'a syntax error in the configuration',
    files: { ...page, 'ssr-pages.config.js': 'export default {\n  base: ,\n}' },
    says: ['ssr-pages.config.js:2:9', 'Unexpected token', 'Correct the configuration'],
  },
  {
    name: 'an unknown key of the configuration',
    files: { ...page, 'ssr-pages.config.js': 'export default { outdir: 1 }' },
    says: ['ssr-pages.config.js', 'outdir', 'outDir'],
  },
  {
    name: 'a configuration that throws',
    files: { ...page, 'ssr-pages.config.js': 'throw new Error("no luck")' },
    says: ['ssr-pages.config.js', 'no luck', 'Correct the configuration'],
  },
  {
    name: 'a redirect from the path of a page',
    files: { ...page, 'ssr-pages.config.js': 'export default { redirects: { "/": "/b" } }' },
    says: ['index.astro', 'Remove / from `redirects`'],
  },
  {
    name: 'two files for one route',
    files: { 'src/pages/a.astro': '<p/>', 'src/pages/a/index.astro': '<p/>' },
    says: ['a.astro', 'a/index.astro', 'Rename or remove one of the two'],
  },
  {
    name: 'a file name that is not a valid route',
    files: { 'src/pages/[a.astro': '<p/>' },
    says: ['[a.astro', 'a bracket has no partner', 'Rename the file'],
  },
  {
    name: 'an output folder inside the pages folder',
    files: page,
    only: 'build',
    args: ['--outDir', 'src/pages/dist'],
    says: ['src/pages/dist', 'is inside the pages', 'Choose a separate folder'],
  },
  {
    name: 'a syntax error in the page middleware',
    files: {
      ...page,
      'src/middleware.ts': 'export const onRequest = (c, next) => {\n  let a = ;\n}',
    },
    path: '/',
    says: ['src/middleware.ts:2:11', 'Unexpected token'],
  },
  {
    name: 'a page middleware that throws when it loads',
    files: { ...page, 'src/middleware.ts': '\nthrow new Error("no database")' },
    only: 'dev',
    path: '/',
    says: ['Error: no database', 'src/middleware.ts:2:'],
  },
  {
    name: 'a page middleware without onRequest',
    files: { ...page, 'src/middleware.ts': 'export const other = 1' },
    only: 'dev',
    path: '/',
    says: ['src/middleware', 'no onRequest', 'Export a function `onRequest`'],
  },
  {
    name: 'a syntax error in a page',
    files: { 'src/pages/a.astro': '---\nconst a = ;\n---\n<p/>' },
    says: ['src/pages/a.astro:2:11', 'Unexpected token', 'Correct the source'],
  },
  {
    name: 'a syntax error in an API route',
    files: { 'src/pages/a.ts': 'export const GET = () => {\n  const a = ;\n}' },
    says: ['src/pages/a.ts:2:13', 'Unexpected token'],
  },
  {
    name: 'frontmatter written as in Markdown',
    files: { 'src/pages/a.astro': '---\ntitle: Hello\nlayout: ../x.astro\n---\n<p/>' },
    says: ['src/pages/a.astro:3:9', 'Unexpected token'],
  },
  {
    name: 'a style language whose package is not installed',
    files: { 'src/pages/a.astro': '<style lang="less">p { a: b }</style>' },
    says: ['src/pages/a.astro:1:20', 'the package less', 'npm install --save-dev less'],
  },
  {
    name: 'a missing component',
    files: { 'src/pages/a.astro': "---\nimport X from '../Nope.astro'\n---\n<X/>" },
    says: ['src/pages/a.astro:2:15', "Could not resolve '../Nope.astro'"],
  },
  {
    name: 'a component in another case',
    files: {
      'src/pages/a.astro': "---\nimport X from '../card.astro'\n---\n<X/>",
      'src/Card.astro': '<p/>',
    },
    says: ['src/pages/a.astro:2:15', "Did you mean '../Card.astro'?"],
  },
  {
    name: 'a layout by the wrong path',
    files: {
      'src/pages/a.astro': "---\nimport X from './layouts/Base.astro'\n---\n<X/>",
      'src/layouts/Base.astro': '<p/>',
    },
    says: ['src/pages/a.astro:2:15', "Did you mean '../layouts/Base.astro'?"],
  },
  {
    name: 'a package that is not installed',
    files: { 'src/pages/a.astro': "---\nimport x from 'no-such-package'\n---\n{x}" },
    says: ['src/pages/a.astro:2:15', 'npm install no-such-package'],
  },
  {
    name: 'a name that a module does not export',
    files: {
      'src/pages/a.astro': "---\nimport { chnuk } from '../x.ts'\n---\n<p>{chnuk()}</p>",
      'src/x.ts': 'export const chunk = () => 1',
    },
    only: 'build',
    says: ['src/pages/a.astro:2:10', '"chnuk" is not exported', 'Did you mean chunk?'],
  },
  {
    name: 'a call of a name that a module does not export',
    files: {
      'src/pages/a.astro': "---\nimport { chnuk } from '../x.ts'\n---\n<p>{chnuk()}</p>",
      'src/x.ts': 'export const chunk = () => 1',
    },
    only: 'dev',
    says: ['TypeError: chnuk is not a function', 'src/pages/a.astro:4:5'],
  },
  {
    name: 'broken JSON',
    files: {
      'src/pages/a.ts': 'import x from "../x.json"\nexport const GET = () => Response.json(x)',
      'src/x.json': '{\n}}',
    },
    says: ['src/x.json:2:2', 'JSON'],
  },
  {
    name: 'getStaticPaths() that throws',
    files: {
      'src/pages/[a].astro':
        '---\nexport const prerender = true\nexport function getStaticPaths() {\n  throw new Error("no data")\n}\n---\n<p/>',
    },
    says: ['src/pages/[a].astro:4:3', 'no data', '`export const prerender = false`'],
  },
  {
    name: 'no getStaticPaths()',
    files: { 'src/pages/[a].astro': '---\nexport const prerender = true\n---\n<p/>' },
    says: ['src/pages/[a].astro', 'getStaticPaths()', 'Export getStaticPaths()'],
  },
  {
    name: 'a prerendered page that fails',
    files: {
      'src/pages/a.astro':
        '---\nexport const prerender = true\nconst user = undefined\n---\n<p>{user.name}</p>',
    },
    says: ['src/pages/a.astro:5:10', "reading 'name'"],
  },
  {
    name: 'a page that fails',
    files: { 'src/pages/a.astro': '---\nconst user = undefined\n---\n<p>{user.name}</p>' },
    only: 'dev',
    says: [
      "TypeError: Cannot read properties of undefined (reading 'name')",
      'src/pages/a.astro:4:10',
    ],
  },
  {
    name: 'a tag of a component that is not imported',
    files: { 'src/pages/a.astro': '<p><Card /></p>' },
    only: 'dev',
    says: ['Card is not defined', 'src/pages/a.astro:1:5'],
  },
  {
    name: 'an API route that does not return a Response',
    files: { 'src/pages/a.ts': 'export const GET = () => 42' },
    only: 'dev',
    says: ['GET() of the API route /a returned', 'Return a Response'],
  },
  {
    name: 'a full disk',
    files: { ...page, 'full.mjs': failing('ENOSPC', 'no space left on device') },
    only: 'build',
    says: ['no space left on device (ENOSPC)', 'Free some space', 'The last build is untouched'],
  },
  {
    name: 'an output folder that must not be written',
    files: { ...page, 'full.mjs': failing('EACCES', 'permission denied') },
    only: 'build',
    says: ['permission denied (EACCES)', 'Give the user that builds write access', '--outDir'],
  },
]

/** Makes the disk refuse the files of a build. */
function failing(code: string, text: string): string {
  return `import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
const { writeFileSync } = fs
fs.writeFileSync = (path, ...rest) => {
  if (!String(path).includes('.ssr-pages-')) return writeFileSync(path, ...rest)
  const error = new Error("${code}: ${text}, open '" + path + "'")
  throw Object.assign(error, { code: '${code}', syscall: 'open', path })
}
syncBuiltinESMExports()`
}

describe.each(['build', 'dev'] as const)(
  'ssr-pages %s says what is wrong, where, and what to do',
  (command) => {
    const seen = mistakes.filter(({ only = command }) => only === command)
    test.each(seen)('$name', async (mistake) => {
      const project = await createProject(mistake.files)
      try {
        const text = await (command === 'build' ? build : develop)(mistake, project)
        for (const part of mistake.says) expect(text).toContain(part)
        expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(MAX_LINES)
        for (const noise of ['__vite', 'node_modules/vite', '[object Object]', '\u001B']) {
          expect(text).not.toContain(noise)
        }
      } finally {
        await project.remove()
      }
    })
  },
)

async function build({ files, args = [] }: Mistake, { root }: Project): Promise<string> {
  const { code, stderr } =
    'full.mjs' in files
      ? runCliSync(['build', ...args], root, { NODE_OPTIONS: `--import=${root}/full.mjs` })
      : await runWarmCli(['build', ...args], root)
  expect(code).not.toBe(0)
  return stderr
}

// Until it ends or has answered; the line of the request is printed last.
async function develop({ args = [], path = '/a' }: Mistake, { root }: Project): Promise<string> {
  const env = { PATH: process.env['PATH'] }
  const given = args.includes('--port') ? args : [...args, '--port', '0']
  const child = spawn(process.execPath, [`${ROOT}/bin/ssr-pages.js`, 'dev', ...given], {
    cwd: root,
    env,
  })
  const closed = once(child, 'close')
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (text += part))
  try {
    await until(() => /^http:.*\n/m.test(text) || child.exitCode !== null)
    const origin = /^http:\S+/m.exec(text)?.[0]
    if (origin === undefined) await closed
    else {
      await (await fetch(origin + path, { headers: { accept: 'text/html' } })).text()
      await until(() => /^GET .* 500 /m.test(text))
    }
    return text.replace(/^http:.*\n/m, '').replace(/^GET .*\n/m, '')
  } finally {
    child.kill()
    await closed
  }
}
