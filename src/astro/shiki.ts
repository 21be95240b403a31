import { SsrPagesError } from '../shared/errors.ts'

/** The highlighter of Shiki, in the parts that are used here. */
export interface Shiki {
  readonly bundledLanguages: Readonly<Record<string, unknown>>
  readonly codeToHtml: (code: string, options: object) => Promise<string>
  readonly createCssVariablesTheme: (options: { variablePrefix: string }) => unknown
  readonly getSingletonHighlighter: (options: {
    langs: readonly unknown[]
    themes: readonly unknown[]
  }) => Promise<unknown>
  readonly isSpecialLang: (lang: string) => boolean
}

/**
 * Imports Shiki, which a project installs to highlight code while pages run. Node keeps the module.
 *
 * @returns Its exports.
 * @throws {SsrPagesError} HIGHLIGHTER_MISSING: when the package is not installed
 */
export async function importShiki(): Promise<Shiki> {
  try {
    return (await import('shiki')) as unknown as Shiki
  } catch (cause) {
    const what = '<Code> needs the package shiki, which is not installed.'
    throw new SsrPagesError('HIGHLIGHTER_MISSING', what, { package: 'shiki', cause })
  }
}
