import { preprocessStyles } from '@astrojs/compiler-rs'

/**
 * CSS of a file's styles for the compiler, in document order; `undefined` for an unchanged style.
 */
export interface PreparedStyles {
  styles: (string | undefined)[]
  /** Messages of failed styles. */
  styleError: string[]
}

/** Turns the text of one `<style>` into CSS that imports no file; throws when that fails. */
export type StylePreprocessor = (content: string, lang: string) => Promise<string>

/**
 * Turns every `<style lang="...">` of a file into CSS before the file is compiled, and inlines the
 * imports of scoped styles: the compiler scopes only the CSS that it sees.
 *
 * @param preprocess - Called for each style whose `lang` is not `css`, and for scoped ones with
 *   imports.
 * @returns The `styles` option of `compileAstro()`.
 */
export async function prepareStyles(
  source: string,
  preprocess: StylePreprocessor,
): Promise<PreparedStyles> {
  const failures: unknown[] = []
  const styles = await preprocessStyles(source, async (content, attributes) => {
    const { lang = 'css' } = attributes
    const isScoped = !('is:global' in attributes)
    if (lang === 'css' && !(isScoped && content.includes('@import'))) return null
    try {
      return { code: await preprocess(content, lang) }
    } catch (error) {
      failures.push(error)
      return { error: 'failed' }
    }
  })
  // The compiler keeps only the message of an error, so ours is thrown here.
  if (failures.length > 0) throw failures[0]
  return styles
}
