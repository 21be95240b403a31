import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { compileAstro } from '../../src/compiler/compile.ts'
import { ROOT } from '../support/root.ts'

const folder = `${ROOT}/__tests__/fixtures/astro`

const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(?:astro|js|html)$/.test(path) && !path.endsWith('output.html'))
  .map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }))

// A page that does not compile fails in both modes, and ends a build.
const refused = new Set(
  sources.filter((source) => !compiles(source)).map(({ path }) => dirname(path)),
)
const kept = sources.filter(({ path }) => !refused.has(dirname(path)))

// The compiler alone does not resolve them.
const scripts = kept.flatMap(({ path, text }) =>
  [...text.matchAll(/<script src="\.\/([\w.]+)"/g)].map(([, name = '']) =>
    join(dirname(path), name),
  ),
)

/** The fixtures of the language as pages of one project, with the files that they use. */
export const LANGUAGE: Readonly<Record<string, string>> = Object.fromEntries([
  ...kept.map(({ path, text }) => [`src/pages/${path}`, text]),
  ...scripts.map((path) => [`src/pages/${path}`, 'export {}']),
])

/** The paths of the pages. */
export const PATHS: readonly string[] = kept
  .filter(({ path }) => path.endsWith('/input.astro'))
  .map(({ path }) => `/${path.slice(0, -'.astro'.length)}`)

function compiles({ path, text }: { path: string; text: string }): boolean {
  if (!path.endsWith('.astro')) return true
  try {
    compileAstro(text, { filename: `/src/pages/${path}` })
    return true
  } catch {
    return false
  }
}
