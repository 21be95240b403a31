import type { Plugin, ResolvedConfig } from 'vite'
import { placeAt } from '../compiler/place.ts'
import type { StyleText } from '../compiler/quirks.ts'
import { describeProblem, sourceError, type SourceProblem } from '../compiler/source-error.ts'
import { toFailure } from '../diagnostics/failure.ts'
import { property } from '../shared/property.ts'
import { loadLightningCss, loadPostCss } from '../project/build-tools.ts'
import { toPublicName } from '../project/public-name.ts'

/** A mistake in a stylesheet. */
export interface CssMistake {
  readonly text: string
  /** In UTF-16 units from the start of the text. */
  readonly start: number
  /**
   * True for unclosed blocks, strings or comments. Browsers only skip a rule for other mistakes.
   */
  readonly isStructural: boolean
}

/** Finds the first mistake in CSS: code that PostCSS or the minifier of a build refuses. */
export async function findCssMistake(css: string, root: string): Promise<CssMistake | undefined> {
  const postcss = await loadPostCss(root)
  try {
    postcss.parse(css)
  } catch (error) {
    const text = String(property(error, 'reason') ?? toFailure(error).text)
    return { text, start: startOf(css, error), isStructural: true }
  }
  const lightning = await loadLightningCss(root)
  try {
    const drafts = { customMedia: true }
    lightning.transform({ filename: 'style.css', code: Buffer.from(css), drafts })
    return undefined
  } catch (error) {
    const place = property(error, 'loc')
    return { text: toFailure(error).text, start: startOf(css, place), isStructural: false }
  }
}

// Both count lines and columns from 1. The minifier reports the whitespace before the token.
function startOf(css: string, place: unknown): number {
  const [line, column] = [
    Number(property(place, 'line') ?? 1),
    Number(property(place, 'column') ?? 1),
  ]
  let start = 0
  for (let count = 1; count < line; count += 1) start = css.indexOf('\n', start) + 1
  start += column - 1
  return start + (/^\s*(?=\S)/.exec(css.slice(start, start + SPACE))?.[0].length ?? 0)
}

/** The most whitespace that is skipped. */
const SPACE = 200

/** The file that contains styles. */
export interface StyledSource {
  /** Relative to the project. */
  readonly file: string
  readonly source: string
}

/**
 * Checks the styles of a file. A build refuses mistakes. Development only warns about them, since
 * browsers skip them. A build also only warns about styles that are printed unchanged, which may be
 * templates.
 *
 * @param config - Vite's configuration. With `css.lightningcss.errorRecovery`, or without a
 *   minifier, mistakes that browsers skip are warnings in a build, too.
 * @returns Warnings.
 * @throws {SsrPagesError} COMPILE_FAILED: in a build
 */
export async function checkStyles(
  styles: readonly StyleText[],
  styled: StyledSource,
  config: ResolvedConfig,
): Promise<string[]> {
  const warnings: string[] = []
  for (const { text, start, isPrinted } of styles) {
    const mistake = await findCssMistake(text, config.root)
    if (mistake === undefined) continue
    const problem = toProblem(mistake, start, styled)
    if (!isPrinted && isRefused(mistake, config)) throw sourceError('COMPILE_FAILED', problem)
    warnings.push(describeProblem(problem))
  }
  return warnings
}

function isRefused({ isStructural }: CssMistake, { command, css, build }: ResolvedConfig): boolean {
  if (command !== 'build') return false
  return isStructural || (build.cssMinify !== false && css.lightningcss?.errorRecovery !== true)
}

function toProblem({ text, start }: CssMistake, from: number, styled: StyledSource): SourceProblem {
  return { ...styled, text, ...placeAt(styled.source, from + start) }
}

/**
 * Creates the Vite plugin that checks imported stylesheets. In a build it checks only for unclosed
 * blocks, strings and comments; the minifier refuses other mistakes.
 */
export function checkCssPlugin(): Plugin {
  const told = new Map<string, string>()
  let config: ResolvedConfig
  return {
    name: 'ssr-pages:check-css',
    enforce: 'pre',
    configResolved: (resolved) => void (config = resolved),
    transform: {
      filter: { id: /\.css$/ },
      async handler(code, id) {
        if (/\?astro&|\.astro\.\d+\.css$/.test(id) || told.get(id) === code) return
        told.set(id, code)
        const mistake = await findCssMistake(code, config.root)
        const isBuild = config.command === 'build'
        if (mistake === undefined || (isBuild && !mistake.isStructural)) return
        const file = toPublicName(config.root, id).slice(1)
        const problem = toProblem(mistake, 0, { file, source: code })
        // The user cannot change the CSS of a package.
        if (isBuild && !id.includes('/node_modules/')) throw sourceError('BUILD_FAILED', problem)
        config.logger.warn(describeProblem(problem))
      },
    },
  }
}
