import type { DiagnosticMessage } from '@astrojs/compiler-binding'
import { type HoistedScript, transform } from '@astrojs/compiler-rs'
import type { PreparedStyles } from './styles.ts'
import type { ComponentTag } from './directives.ts'
import { explainProblem } from './explain.ts'
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
  /** CSS of each `<style>` without a language, as the author wrote it. */
  readonly styles: readonly StyleText[]
  /** Probable mistakes of the author, each with its place and a code frame. */
  readonly warnings: readonly string[]
}

/** Import that the compiler prints for files that use `transition:*`. It resolves to empty CSS. */
export const transitionStyle = 'virtual:ssr-pages/transitions'

/**
 * Compiles one `.astro` file.
 *
 * @returns JavaScript that imports `ssr-pages/runtime`.
 * @throws {SsrPagesError} COMPILE_FAILED, FEATURE_ABSENT: when the source has an error
 */
export function compileAstro(text: string, options: CompileOptions): CompiledComponent {
  const source = withoutMark(text)
  const { source: mended, quirks, tags, styles } = mendQuirks(source)
  const wrong = quirks.find(({ error }) => error !== undefined)
  if (wrong?.error) throw sourceError(wrong.error, toProblem(wrong, source, options.filename))
  const result = transform(mended, {
    filename: options.filename,
    normalizedFilename: options.filename,
    internalURL: 'ssr-pages/runtime',
    transitionsAnimationURL: transitionStyle,
    // The option is JavaScript source: without a site it is the word `undefined`.
    astroGlobalArgs: JSON.stringify(options.site) ?? 'undefined',
    scopedStyleStrategy: options.scopedStyleStrategy ?? 'where',
    compact: options.compact === 'html' ? true : (options.compact ?? false),
    resultScopedSlot: true,
    resolvePath: (specifier) => specifier,
    sourcemap: 'external',
    ...(options.styles && { preprocessedStyles: options.styles }),
  })
  // The first error is the cause. The parser is usually confused after it.
  const problem = result.diagnostics.find(({ severity }) => severity === 'error')
  if (problem) throw diagnosticError(problem, source, options.filename)

  const { map, css, containsHead: hasHead } = result
  const code = nameFile(result.code, options.filename)
  const warnings = describeQuirks(quirks, source, options.filename)
  const scripts = result.scripts.map(scriptCode)
  return { code, map, css, scripts, hasHead, tags, styles, warnings }
}

// Errors name the file that contains a tag, so each file gets its own renderComponent(). It is
// declared on the line of the first import, which keeps the source map right.
function nameFile(code: string, filename: string): string {
  const own = `const $$renderComponent = $$renderComponentIn(${JSON.stringify(filename.slice(1))});`
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
