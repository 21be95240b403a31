import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Server, startServer } from '../support/servers.ts'
import { until } from '../support/until.ts'
import { type Project, createProject } from './project.ts'

const FILES = {
  'src/pages/deep.astro': "---\nimport Card from '../Card.astro'\n---\n<main>\n  <Card />\n</main>",
  'src/Card.astro': "---\nimport Name from './Name.astro'\n---\n<div><Name /></div>",
  'src/Name.astro': '---\nconst { user } = Astro.props\n---\n<p>\n  Dear { user.name }\n</p>',
  'src/pages/front.astro': '---\nconst first = 1\nconst sum = first + Astro.locals.none.at\n---\n',
  'src/pages/call.astro': '<p>{Astro.url.toUpper()}</p>',
  'src/pages/syntax.astro': '---\nconst one = = 1\n---\n',
  'src/pages/tags.astro': '<main>\n  <p>{[1].map((n) => <b>{n}</b>)</p>\n</main>',
  'src/pages/script.astro': '<p>x</p>\n<script>\nconst one = = 1\n</script>',
  'src/pages/component.astro': "---\nimport Lost from '../Lost.astro'\n---\n<Lost />",
  'src/pages/package.astro': "---\nimport lost from 'no-such-package'\n---\n{lost}",
  'src/pages/module.astro': "---\nimport { lost } from '../lost.ts'\n---\n{lost}",
  'src/pages/typescript.astro': "---\nimport { one } from '../broken.ts'\n---\n{one}",
  'src/broken.ts': 'export const two = 2\nexport const one: number = = 1\n',
  'src/pages/sass.astro': '<p>x</p>\n<style lang="scss">\n.a { color: $none; }\n</style>',
  'src/pages/sass-file.astro': "---\nimport '../broken.scss'\n---\n<p>x</p>",
  'src/broken.scss': '.a { color: red }\n.b { color: $none; }\n',
  'src/pages/css-file.astro': "---\nimport '../broken.css'\n---\n<p>x</p>",
  'src/broken.css': "@import './other.css';\n.a { color: red }\n.b { color: red\n",
  'src/other.css': '',
  'src/pages/endpoint.ts': 'export const GET = () => Response.json(\n  undefined.x)\n',
  'src/pages/plain.js': 'export const GET = () => {\n  const one = = 1\n}\n',
  'src/pages/number.ts': 'export const GET = () => 42\n',
  'src/pages/stream.astro':
    "---\nconst late = new Promise((_, no) => setTimeout(() => no(new RangeError('too late')), 50))\n---\n<p>{late}</p>",
}

let project: Project
let server: Server

beforeAll(async () => {
  project = await createProject(FILES)
  server = await startServer('dev-plain.mjs', project.root, 'express')
})

afterAll(async () => {
  await server?.stop()
  await project?.remove()
})

test.each([
  ['/deep', /\(reading 'name'\)/, 'src/Name.astro:5:15', '  Dear { user.name }'],
  ['/front', /\(reading 'at'\)/, 'src/pages/front.astro:3:39', /^const sum = /],
  ['/call', /toUpper is not a function/, 'src/pages/call.astro:1:15', /^<p>/],
  ['/syntax', 'Unexpected token', 'src/pages/syntax.astro:2:13', 'const one = = 1'],
  ['/tags', /Unterminated/, 'src/pages/tags.astro:2:34', /^ {2}<p>/],
  ['/script', 'Unexpected token', 'src/pages/script.astro:3:13', 'const one = = 1'],
  [
    '/component',
    "Could not resolve '../Lost.astro'",
    'src/pages/component.astro:2:18',
    /^import L/,
  ],
  ['/package', "Could not resolve 'no-such-package'", 'src/pages/package.astro:2:18', /^import l/],
  ['/module', "Could not resolve '../lost.ts'", 'src/pages/module.astro:2:22', /^import \{ l/],
  ['/typescript', 'Unexpected token', 'src/broken.ts:2:28', /^export const one/],
  ['/plain', /^Unexpected token/, 'src/pages/plain.js:2:15', '  const one = = 1'],
  ['/sass', 'Undefined variable.', 'src/pages/sass.astro:3:13', '.a { color: $none; }'],
  ['/sass-file', 'Undefined variable.', 'src/broken.scss:2:13', '.b { color: $none; }'],
  ['/css-file', /Unclosed block/, 'src/broken.css:3:1', '.b { color: red'],
  ['/endpoint', /\(reading 'x'\)/, /^src\/pages\/endpoint\.ts:2:/, /^ {2}undefined\.x/],
  ['/number', /returned number instead of a Response/, undefined, undefined],
  ['/stream', 'too late', /^src\/pages\/stream\.astro:2:/, /^const late/],
])('an error in %s is shown with its place', async (path, message, place, line) => {
  const { problem } = await ask(path)
  expect(problem.message).toEqual(
    message instanceof RegExp ? expect.stringMatching(message) : message,
  )
  expect(problem.place).toEqual(place instanceof RegExp ? expect.stringMatching(place) : place)
  const shown = /^> +\d+ \| (.*)$/m.exec(problem.frame ?? '')?.[1]
  expect(shown).toEqual(line instanceof RegExp ? expect.stringMatching(line) : line)
  await until(() => server.output().includes(problem.message))
})

test('the documentation of an error is shown with it', async () => {
  const { problem } = await ask('/syntax')
  expect(problem.about).toMatch(
    /^A source does not compile\. The message has the file, line and column/,
  )
  expect((await ask('/deep')).problem.about).toBeUndefined()
})

test('a page that fails after its start keeps the part that was sent', async () => {
  const { status, body } = await ask('/stream')
  expect(status).toBe(200)
  expect(body).toContain('<p>')
})

async function ask(path: string) {
  const origin = `http://localhost:${server.port}`
  const response = await fetch(origin + path, { headers: { accept: 'text/html' } })
  const body = await response.text()
  const script = /src="([^"]+problem=\d+)"/.exec(body)?.[1] ?? ''
  const code = await (await fetch(origin + script.replaceAll('&amp;', '&'))).text()
  const problem: { message: string; place?: string; frame?: string; about?: string } = JSON.parse(
    /^show\((.*)\)$/m.exec(code)?.[1] ?? '{}',
  )
  return { status: response.status, body, problem }
}
