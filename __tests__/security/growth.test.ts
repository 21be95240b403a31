import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, test } from '@jest/globals'
import { toTable } from '../../src/cli/table.ts'
import { codeFrame } from '../../src/compiler/code-frame.ts'
import { blankComments } from '../../src/compiler/comments.ts'
import { compileAstro } from '../../src/compiler/compile.ts'
import { findCode } from '../../src/compiler/find-code.ts'
import type { AdapterBuild } from '../../src/shared/config.ts'
import { parsePattern } from '../../src/routing/parse.ts'
import { preferredForm } from '../../src/node/prefers.ts'
import { checkPublish } from '../../src/netlify/publish.ts'
import { parseText } from '../../src/session/record.ts'
import { decode, encode } from '../../src/session/values.ts'
import { shareStyles } from '../../src/plugin/cascade.ts'
import { describeProblem, printProblem } from '../../src/diagnostics/problem.ts'
import { toFailure } from '../../src/diagnostics/failure.ts'
import { findPlace } from '../../src/diagnostics/find-place.ts'
import { toHtmlModule } from '../../src/plugin/html-module.ts'
import { readEnvAtRunTime } from '../../src/plugin/run-time-env.ts'
import { expectLinear } from '../support/growth.ts'

/** Work caused by the text of a client, a source file or a tool. */
interface Work {
  readonly what: string
  readonly texts: readonly string[]
  /** Length of the shorter text. (default: 32 kB) */
  readonly length?: number
  run(text: string, root: string): unknown
}

const SITE = { root: '/project', config: {} } as unknown as Parameters<typeof findPlace>[2]

const plain = (_style: string, text: string): string => text

const SOURCES = [
  '<!--',
  '/*',
  '//',
  '<script',
  '<script src',
  '<script ',
  '<style',
  '<style <',
  '<style is:inline',
  '</style',
  '<slot',
  '<slot>',
  '<slot ',
  '<slot name="a" is:inline>',
  ' ',
  '\t\n',
  '"',
  'a.',
  '+',
  "'x'",
  '`${',
]

const PROJECT = { root: '/project', pagesDir: '/project/src/pages' }
const MESSAGES = [
  '[ ',
  '[ a:1:1',
  ':1',
  ':11:1 ',
  'a',
  ' ',
  '/',
  '    at ',
  '    at (/',
  '    at a (/project/src/a.ts:1:1\n',
  '\n    at /',
  '?',
  '(reading ',
  "(reading '",
  'a is not a ',
  'failed to resolve import "',
  'failed to resolve import "a" from ',
  "Cannot find module '",
  "' imported from ",
  "Could not resolve '' in \r",
  'Failed to load url (resolved id: ',
  ' (resolved id: x) in ',
  'Caused by:\nJSONError { path: "',
  '", message: "',
  ' at line 1',
  '[a] ',
  '[a',
  'Parse failure: Parse failed with 1 error:\n',
  '2 │ ',
  '\u001B[31m',
]

const before = [
  '',
  'Caused by:\nJSONError { path: "a", message: "',
  'Failed to load url x (resolved id: ',
  "Cannot find module 'x' imported from '",
  '[ src/a.ts:1:1 ] ',
  "Could not resolve '",
]

const works: readonly Work[] = [
  {
    what: 'the header that says which answer to an error a client prefers',
    texts: [',', ';', 'q=', ' ', '*/*,', 'text/html;q=0.1,', 'application/+', '+json'],
    run: (text) => preferredForm(`application/x${text}`, true),
  },
  {
    what: 'a message of a tool is read',
    texts: before.flatMap((start) => MESSAGES.map((text) => start + text)),
    run: (message) => toFailure({ message, loc: { line: 2, column: 1 }, path: 'x', syscall: 'y' }),
  },
  {
    what: 'an error with such a message is shown',
    texts: MESSAGES,
    run: (message) => printProblem(describeProblem({ name: 'TypeError', message }, PROJECT), plain),
  },
  {
    what: 'an error with such a stack is shown',
    texts: MESSAGES,
    run: (stack) =>
      printProblem(describeProblem({ name: 'Error', message: '', stack }, PROJECT), plain),
  },
  { what: 'comments of a source are found', texts: SOURCES, run: blankComments },
  { what: 'an .html component is compiled', texts: SOURCES, run: toHtmlModule },
  {
    what: 'an import is looked for in a source',
    texts: SOURCES,
    run: (source) => findPlace({ text: '', specifier: 'x' }, source, SITE),
  },
  {
    what: 'a style is looked for in a source',
    texts: SOURCES,
    run: (source) => {
      const file = '/project/a.astro'
      for (const type of ['style', 'script']) {
        const id = `${file}?astro&type=${type}&index=0&lang.css`
        findPlace({ text: '', id, file, line: 1, code: '    a' }, source, SITE)
      }
    },
  },
  {
    what: 'code is looked for in a source',
    texts: SOURCES,
    run: (source) => {
      findCode(source, 0, source.slice(0, source.length / 2), 1)
      findCode(source, 0, 'const name = 1', 7)
    },
  },
  {
    what: 'a line of a source is shown',
    texts: ['\n', '\r', '\r\n', '\t', 'a'],
    run: (source) => codeFrame(source, 2, source.length),
  },
  {
    what: 'a component is compiled',
    texts: [
      '<p set:text="<"/>\n',
      '{a && <style>b{}</style>}\n',
      '<script src={a}></script>\n',
      '<script define:vars={{ a }}></script>\n',
      '<p class="a" title={b}>{c}</p>\n',
      '<!-- a -->\n',
      '$$render_',
    ],
    run: (source) => compileAstro(source, { filename: '/a.astro' }),
  },
  {
    what: 'a netlify.toml is read',
    texts: [' ', '[', '[ ', '[build]\n#', 'a.', '# \n', '"', 'a = "b"\n', '[[a]]\n', '\r'],
    length: 16_000,
    run: async (text, root) => {
      await writeFile(join(root, 'netlify.toml'), text)
      const build = { root, pagesDir: join(root, 'dist/pages') } as AdapterBuild
      await checkPublish(build, join(root, 'dist/client')).catch(() => {})
    },
  },
  {
    what: 'a pattern of a redirect is read',
    texts: ['/a', '/[', '/[a]', '[', '.', '/[...a]'],
    length: 8_000,
    run: (text) => {
      try {
        parsePattern(text, 'a')
      } catch {}
    },
  },
  {
    what: 'a session is read',
    texts: ['[', '["a",1,null],', '"', ' '],
    run: (text) => parseText(`ssr-pages session 1\n[null,[${text}]]`),
  },
  {
    what: 'a value is put into a session, and read again',
    texts: ['a', '\uD800', '"'],
    length: 8_000,
    run: (text) =>
      decode(
        encode(
          Array.from(text, (char) => ({ [char]: [char] })),
          'value',
        ),
      ),
  },
]

const lists: readonly [what: string, run: (count: number) => unknown][] = [
  [
    'names of the environment',
    (count) => {
      const body = Array.from({ length: count }, (_, i) => envAt(i * 20))
      const program = { type: 'Program', start: 0, end: 0, body }
      readEnvAtRunTime('import.meta.env.NAME'.repeat(count), program, () => false)
    },
  ],
  [
    'pages with a style each',
    (count) => shareStyles(Array.from({ length: count }, (_, i) => [`${i}`])),
  ],
  [
    'pages that share styles',
    (count) =>
      shareStyles(Array.from({ length: count / 2 }, (_, i) => ['a', `b${i}`, `c${i}`, `d${i}`])),
  ],
  [
    'rows of a table, more than a call can have arguments',
    (count) => {
      const rows = Array.from({ length: count * 40 }, () => ['a'])
      return toTable(rows, ['left'])
    },
  ],
]

function envAt(start: number): object {
  const meta = { type: 'MetaProperty', start, end: start + 11, meta: { name: 'import' } }
  const property = { type: 'Identifier', start, end: start, name: 'env' }
  const object = { type: 'MemberExpression', start, end: start + 15, object: meta, property }
  const name = { type: 'Identifier', start, end: start, name: 'NAME' }
  return { type: 'MemberExpression', start, end: start + 20, object, property: name }
}

const LENGTH = 32_000
const COUNT = 5_000

let root: string

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'ssr-pages-growth-'))
})

afterAll(() => rm(root, { recursive: true }))

describe('twice the input does not take four times as long when', () => {
  test.each(works)('$what', async ({ texts, length = LENGTH, run }) => {
    for (const text of texts) {
      await expectLinear(text, (times) => run(repeat(text, length * times), root))
    }
  })

  test.each(lists)('there are many %s', async (what, run) => {
    await expectLinear(what, (times) => run(COUNT * times))
  })
})

function repeat(text: string, length: number): string {
  return text.repeat(Math.ceil(length / text.length))
}
