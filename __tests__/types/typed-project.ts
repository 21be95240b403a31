import { spawnSync } from 'node:child_process'
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { ROOT } from '../support/root.ts'
import { build } from '../support/cli.ts'
import { createProject } from '../support/project.ts'

/** Code, and the errors that the type checker must report for it. */
export interface TypeCase {
  readonly complaint: string
  readonly code: string
  /** Line, counted from 1, and message. (default: no errors) */
  readonly errors?: readonly (readonly [line: number, message: string])[]
}

/** An error of a type checker. */
interface TypeFailure {
  readonly file: string
  readonly line: number
  readonly message: string
}

const PAGES = [
  'src/pages/index.astro',
  'src/pages/products/[id].astro',
  'src/pages/docs/[...path].astro',
  'src/pages/[lang]/[year]-[month].astro',
  "src/pages/it's.astro",
]

const VIEWS = {
  'src/shop.ts': 'export interface Line { id: string; count: number }',
  'src/views/cart.astro': `---
import type { Line } from '../shop'
import Lines from '../components/Lines.astro'
import Total from '../components/Total.astro'
export const fragments = { lines: Lines, total: Total }
interface Props { lines: Line[]; title?: string }
---
<h1>{Astro.props.title}</h1><Lines lines={Astro.props.lines} /><Total of={[]} />`,
  'src/components/Lines.astro': `---
import type { Line } from '../shop'
interface Props { lines: Line[] }
---
{Astro.props.lines.length}`,
  // Only the language tools know these props: their type depends on a value.
  'src/components/Total.astro': `---
const currencies = ['EUR', 'USD'] as const
interface Props { of: (typeof currencies)[number][] }
---
{Astro.props.of.length}`,
  'src/views/products/index.astro': `---
interface Props { page?: number }
---
{Astro.props.page}`,
  'src/views/loose.astro': '<p>{Astro.props.text}</p>',
}

const LOCALS = `declare namespace App {
  interface Locals {
    user: { name: string } | undefined
  }
}
declare namespace Express {
  interface Locals extends App.Locals {}
}
`

const TSCONFIG = {
  compilerOptions: {
    target: 'ES2022',
    module: 'ESNext',
    moduleResolution: 'Bundler',
    types: [],
    strict: true,
    verbatimModuleSyntax: true,
    noEmit: true,
    skipLibCheck: true,
  },
  include: ['src', 'ssr-pages-env.d.ts'],
}

/** Builds a project of a few routes, with a separate file for each case. */
export function createTypedProject(
  cases: readonly TypeCase[],
  extension: 'ts' | 'astro',
  files: Readonly<Record<string, string>> = {},
): string {
  const root = createProject({
    ...Object.fromEntries(PAGES.map((file) => [file, '<p>page</p>'])),
    'src/pages/files/[...name].json.ts': 'export const GET = () => Response.json({})',
    ...VIEWS,
    'src/env.d.ts': LOCALS,
    'tsconfig.json': JSON.stringify(TSCONFIG),
    ...files,
    ...Object.fromEntries(cases.map(({ code }, index) => [fileOf(index, extension), code])),
  })
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'), 'junction')
  build(root)
  return root
}

/** The errors that belong to a case, in the form of its table. */
export function errorsOf(
  errors: readonly TypeFailure[],
  index: number,
  extension: 'ts' | 'astro',
): (readonly [line: number, message: string])[] {
  return errors
    .filter(({ file }) => file === fileOf(index, extension))
    .map(({ line, message }) => [line, message] as const)
    .toSorted(([a], [b]) => a - b)
}

/** Runs a type checker in a project, and parses the first line of each error. */
export function checkTypes(root: string, program: string, args: readonly string[]): TypeFailure[] {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: root,
    encoding: 'utf8',
    timeout: 120_000,
  })
  const printed = stripVTControlCharacters(stdout)
  // `a.ts(3,7): error TS2339: text` of tsc, `a.astro:3:7 - error ts(2339): text` of astro-check, which warns of
  // what is deprecated.
  const lines = printed.matchAll(
    /^(?<file>[^\s:(]+)[:(](?<line>\d+)[:,]\d+\)?(?: -|:) (?:error (?:TS\d+|ts\(\d+\))|warning ts\(6387\)): ?(?<message>.*)$/gm,
  )
  const errors = [...lines].map(({ groups }) => ({
    file: groups?.['file'] ?? '',
    line: Number(groups?.['line']),
    message: groups?.['message'] ?? '',
  }))
  // Any other exit means that nothing was checked.
  if (status === null || (status !== 0 && errors.length === 0)) throw new Error(printed + stderr)
  return errors
}

function fileOf(index: number, extension: string): string {
  return `src/cases/${index}.${extension}`
}
