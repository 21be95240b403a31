import { type PreprocessedStyles, preprocessStyles } from '@astrojs/compiler-rs'

/** Turns the text of one `<style lang>` into CSS; throws when it cannot. */
export type StylePreprocessor = (content: string, lang: string) => Promise<string>

/**
 * Turns every `<style lang="...">` of a file into CSS before the file is compiled.
 *
 * @param source - Text of the `.astro` file.
 * @param preprocess - Called for each style whose `lang` is not `css`.
 * @returns The `styles` option of `compileAstro()`.
 */
export async function prepareStyles(
  source: string,
  preprocess: StylePreprocessor,
): Promise<PreprocessedStyles> {
  const failures: unknown[] = []
  const styles = await preprocessStyles(source, async (content, { lang = 'css' }) => {
    if (lang === 'css') return null
    try {
      return { code: await preprocess(content, lang) }
    } catch (error) {
      failures.push(error)
      return { error: 'failed' }
    }
  })
  // The compiler keeps only the text of an error, so it never gets to see ours.
  if (failures.length > 0) throw failures[0]
  return styles
}
