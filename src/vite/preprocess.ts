import type { ResolvedConfig } from 'vite'
import { sourceError } from '../compiler/source-error.ts'
import type { StylePreprocessor } from '../compiler/styles.ts'
import { toFailure } from './failure.ts'
import { loadVite } from './load-vite.ts'

const PACKAGES: Readonly<Record<string, string>> = { scss: 'sass', styl: 'stylus' }

/** The `.astro` file whose styles are to be turned into CSS. */
export interface StyledFile {
  readonly file: string
  readonly source: string
  /** As the reader knows the file: relative to the project. */
  readonly name: string
}

/**
 * Makes the function that turns Sass, Less or Stylus of one file into CSS, with Vite's own means.
 *
 * @param config - Vite's configuration.
 * @param styled - The file the styles stand in.
 * @returns A preprocessor for the compiler.
 */
export function createPreprocessor(config: ResolvedConfig, styled: StyledFile): StylePreprocessor {
  return async function preprocess(content, lang) {
    const { preprocessCSS } = await loadVite()
    const id = `${styled.file}?astro&type=style&lang.${lang}`
    try {
      return (await preprocessCSS(content, id, config)).code
    } catch (error) {
      throw styleError(error, content, lang, styled)
    }
  }
}

function styleError(error: unknown, content: string, lang: string, styled: StyledFile): Error {
  const { text, line, column } = toFailure(error)
  if (text.includes('dependency') && text.includes('not found')) {
    const name = PACKAGES[lang] ?? lang
    return sourceError('COMPILE_FAILED', {
      file: styled.name,
      text: `<style lang="${lang}"> needs the package ${name}: npm install --save-dev ${name}`,
    })
  }
  // The preprocessor saw the style alone: its first line is somewhere in the file.
  const before = styled.source.slice(0, styled.source.indexOf(content)).split('\n').length - 1
  return sourceError('COMPILE_FAILED', {
    file: styled.name,
    text,
    source: styled.source,
    line: line && line + before,
    column,
  })
}
