import { preprocessStyles } from '@astrojs/compiler-rs'

/** CSS of the styles of a file, for the compiler, in their order; `undefined` for one that stays as it is. */
export interface PreparedStyles {
  styles: (string | undefined)[]
  /** Texts of errors. */
  styleError: string[]
}

/** Turns the text of one `<style>` into CSS that imports no file; throws when it cannot. */
export type StylePreprocessor = (content: string, lang: string) => Promise<string>

/**
 * Turns every `<style lang="...">` of a file into CSS before the file is compiled, and takes in what a
 * scoped style imports: only what the compiler sees is scoped.
 *
 * @param source - Text of the `.astro` file.
 * @param preprocess - Called for each style whose `lang` is not `css`, and for scoped ones that import.
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
  // The compiler keeps only the text of an error, so it never gets to see ours.
  if (failures.length > 0) throw failures[0]
  return styles
}
