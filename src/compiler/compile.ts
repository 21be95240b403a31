import type { DiagnosticMessage } from '@astrojs/compiler-binding'
import { type HoistedScript, transform, type TransformResult } from '@astrojs/compiler-rs'
import type { PreparedStyles } from './styles.ts'
import type { ComponentTag } from './directives.ts'
import { explainProblem } from './explain.ts'
import { type IslandLinks, type IslandSupport, type IslandTag, NO_SUPPORT } from './islands.ts'
import { placeAt } from './place.ts'
import { withoutMark } from './byte-order-mark.ts'
import { mendQuirks, type Quirk, type StyleText } from './quirks.ts'
import { describeProblem, sourceError, type SourceProblem } from './source-error.ts'

/** What the compiler needs besides the source. */
export interface CompileOptions {
  /** Path from the project's root, starting with `/`. The compiler prints it into its output. */
  readonly filename: string
  /** Origin of the site, for `Astro.site` in exported functions. */
  readonly site?: string | undefined
  readonly scopedStyleStrategy?: 'where' | 'class' | 'attribute' | undefined
  /** How much whitespace between elements is removed. (default: none) */
  readonly compact?: 'html' | 'jsx' | undefined
  /** CSS of `<style lang="...">` elements, see `prepareStyles()`. */
  readonly styles?: PreparedStyles
  /** The renderers and directives of the site. (default: none) */
  readonly support?: IslandSupport | undefined
}

/** An `.astro` file as JavaScript, and its parts for the browser. */
export interface CompiledComponent {
  readonly code: string
  /** Source map as JSON. */
  readonly map: string
  /** Scoped CSS, one string for each `<style>`. */
  readonly css: readonly string[]
  /** Processed `<script>`s as TypeScript, in document order. */
  readonly scripts: readonly string[]
  /** True when the file has a `<head>` element. */
  readonly hasHead: boolean
  /** Tags of components that may belong to another framework. */
  readonly tags: readonly ComponentTag[]
  /** Tags with a directive such as `client:load`. */
  readonly islands: readonly IslandTag[]
  /**
   * Compiles the source once more, with the ids of its islands in place of their specifiers.
   *
   * @param links - The modules of the islands.
   */
  link(links: IslandLinks): Pick<CompiledComponent, 'code' | 'map'>
  /** CSS of each `<style>` without a language, as the author wrote it. */
  readonly styles: readonly StyleText[]
  /** Probable mistakes of the author, each with its place and a code frame. */
  readonly warnings: readonly string[]
}

/** Import that the compiler prints for files that use `transition:*`: the keyframes of `fade` and `slide`. */
export const transitionStyle = 'virtual:ssr-pages/transitions.css'

/**
 * Compiles one `.astro` file.
 *
 * @returns JavaScript that imports `ssr-pages/runtime`.
 * @throws {SsrPagesError} COMPILE_FAILED, FEATURE_ABSENT: when the source has an error
 */
export function compileAstro(text: string, options: CompileOptions): CompiledComponent {
  const source = withoutMark(text)
  const { support = NO_SUPPORT } = options
  const { quirks, ...mended } = mendQuirks(source, support, options.filename.slice(1))
  const wrong = quirks.find(({ error }) => error !== undefined)
  if (wrong?.error) throw sourceError(wrong.error, toProblem(wrong, source, options.filename))
  const result = transformWith(mended.source, options)
  // The first error is the cause. The parser is usually confused after it.
  const problem = result.diagnostics.find(({ severity }) => severity === 'error')
  if (problem) throw diagnosticError(problem, source, options.filename)

  const { tags, islands, styles, hasOthers } = mended
  const { map, css, containsHead: hasHead } = result
  const hasRenderers = hasOthers && support.renderers.length > 0
  const code = nameFile(result.code, options.filename, hasRenderers)
  const warnings = describeQuirks(quirks, source, options.filename)
  const scripts = result.scripts.map(scriptCode)
  const link = (links: IslandLinks) => {
    const linked = transformWith(mended.source, options, links.ids)
    const { code, map } = linked
    return { code: nameFile(code, options.filename, hasRenderers, links.only), map }
  }
  return { code, map, css, scripts, hasHead, tags, islands, link, styles, warnings }
}

function transformWith(
  source: string,
  options: CompileOptions,
  ids?: IslandLinks['ids'],
): TransformResult {
  return transform(source, {
    filename: options.filename,
    normalizedFilename: options.filename,
    internalURL: 'ssr-pages/runtime',
    transitionsAnimationURL: transitionStyle,
    // The option is JavaScript source: without a site it is the word `undefined`.
    astroGlobalArgs: JSON.stringify(options.site) ?? 'undefined',
    scopedStyleStrategy: options.scopedStyleStrategy ?? 'where',
    compact: options.compact === 'html' ? true : (options.compact ?? false),
    resultScopedSlot: true,
    resolvePath: (specifier) => ids?.get(specifier) ?? specifier,
    sourcemap: 'external',
    ...(options.styles && { preprocessedStyles: options.styles }),
  })
}

/** Import that files with islands have: the style of the elements around islands and slots. */
export const islandStyle = 'virtual:ssr-pages/island.css'

/** Id of the module with all renderers of the site, in the server code. */
export const RENDERERS = 'virtual:ssr-pages/renderers'

// Errors name the file that contains a tag, so each file gets its own renderComponent(). It is
// declared on the line of the first import, which keeps the source map right.
function nameFile(
  code: string,
  filename: string,
  hasRenderers: boolean,
  only?: IslandLinks['only'],
): string {
  const args = [JSON.stringify(filename.slice(1))]
  if (hasRenderers) args.push(`() => import("${RENDERERS}")`)
  if (only && only.size > 0) args.push(JSON.stringify(Object.fromEntries(only)))
  const style = only === undefined ? '' : `import "${islandStyle}"; `
  const own = `${style}const $$renderComponent = $$renderComponentIn(${args.join(', ')});`
  return code.replace(
    /^(import \{.*)\brenderComponent as \$\$renderComponent\b(.*)/,
    (_, before, after) => `${before}renderComponentIn as $$renderComponentIn${after} ${own}`,
  )
}

/** The most warnings for one file: finding a place scans the whole text, and more are not read. */
const SHOWN = 10

function describeQuirks(quirks: readonly Quirk[], source: string, filename: string): string[] {
  const shown = quirks.slice(0, SHOWN)
  const warnings = shown.map((quirk) => describeProblem(toProblem(quirk, source, filename)))
  const more = quirks.length - shown.length
  return more > 0 ? [...warnings, `${filename.slice(1)}: and ${more} more warnings`] : warnings
}

function toProblem({ text, start }: Quirk, source: string, filename: string): SourceProblem {
  return { file: filename.slice(1), text, source, ...placeAt(source, start) }
}

function diagnosticError(problem: DiagnosticMessage, source: string, filename: string): Error {
  const found = explainProblem(problem, source)
  if (found !== undefined) return sourceError('COMPILE_FAILED', toProblem(found, source, filename))
  const place = problem.labels[0]
  return sourceError('COMPILE_FAILED', {
    file: filename.slice(1),
    text: problem.hint ? `${problem.text}. ${problem.hint}` : problem.text,
    source,
    line: place?.line,
    column: place && place.column + 1,
  })
}

function scriptCode(script: HoistedScript): string {
  return script.type === 'external' ? `import ${JSON.stringify(script.src)}` : (script.code ?? '')
}
