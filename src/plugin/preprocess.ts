import { readFileSync } from 'node:fs'
import type { ResolvedConfig } from 'vite'
import { placeAt } from '../compiler/place.ts'
import { sourceError } from '../compiler/source-error.ts'
import type { StylePreprocessor } from '../compiler/styles.ts'
import { toFailure } from '../diagnostics/failure.ts'
import { findImport } from '../diagnostics/find-place.ts'
import { loadVite } from '../project/build-tools.ts'
import { adviseImport, missingImportText } from '../diagnostics/missing-import.ts'
import { installCommands } from '../project/install-command.ts'
import { toPublicName } from '../project/public-name.ts'
import { toImporting } from './style-imports.ts'

/** Languages that Vite compiles to CSS or passes to PostCSS. */
const LANGUAGES = new Set(['scss', 'sass', 'less', 'styl', 'stylus', 'pcss', 'postcss', 'sss'])

const PACKAGES: Readonly<Record<string, string>> = { scss: 'sass', styl: 'stylus' }

/** The `.astro` file that contains the styles. */
export interface StyledFile {
  readonly file: string
  readonly source: string
  /** Relative to the project. */
  readonly name: string
}

/**
 * Creates the function that compiles Sass, Less or Stylus of one file to CSS and inlines the
 * imports of CSS, both by Vite's own functions.
 *
 * @param dependencies - Receives the files that the styles import.
 * @returns A preprocessor for the compiler.
 */
export function createPreprocessor(
  config: ResolvedConfig,
  styled: StyledFile,
  dependencies: Set<string>,
): StylePreprocessor {
  return async function preprocess(content, lang) {
    const isPlain = lang === 'css'
    if (!isPlain && !LANGUAGES.has(lang)) throw unknownLanguage(content, lang, styled)
    const { preprocessCSS } = await loadVite(config.root)
    const id = `${styled.file}?astro&type=style&lang.${lang}`
    try {
      const { code, deps } = await preprocessCSS(
        content,
        id,
        isPlain ? toImporting(config) : config,
      )
      for (const file of deps ?? []) dependencies.add(file)
      return code
    } catch (error) {
      throw styleError(error, { content, lang, root: config.root }, styled)
    }
  }
}

interface Style {
  readonly content: string
  readonly lang: string
  readonly root: string
}

function styleError(error: unknown, style: Style, styled: StyledFile): Error {
  const { text: whole, file = styled.file, line, column, specifier } = toFailure(error)
  if (specifier !== undefined) return missingImport(specifier, style.root, styled)
  // Vite appends the whole style to the message when a file cannot be read.
  const [text = whole] = whole.split(` (${style.content}`, 1)
  if (text.includes('dependency') && text.includes('not found')) {
    return missingPackage(style, styled)
  }
  if (file !== styled.file) {
    const [name, source] = [toPublicName(style.root, file).slice(1), readFileSync(file, 'utf8')]
    return sourceError('COMPILE_FAILED', { file: name, text, source, line, column })
  }
  // The preprocessor saw only the style, so its line counts from the style's start in the file.
  const start = placeAt(styled.source, styled.source.indexOf(style.content))
  return sourceError('COMPILE_FAILED', {
    file: styled.name,
    text,
    source: styled.source,
    line: line && line + start.line - 1,
    column: column && (line === 1 ? column + start.column - 1 : column),
  })
}

function missingImport(specifier: string, root: string, { file, name, source }: StyledFile): Error {
  return sourceError('COMPILE_FAILED', {
    file: name,
    text: missingImportText(specifier),
    hint: adviseImport({ specifier, importer: file, root }),
    source,
    ...findImport(source, specifier),
  })
}

function unknownLanguage(content: string, lang: string, { name, source }: StyledFile): Error {
  return sourceError('COMPILE_FAILED', {
    file: name,
    text: `<style lang="${lang}"> has an unknown language; the known ones are ${[...LANGUAGES].join(', ')}`,
    source,
    ...placeAt(source, source.indexOf(content)),
  })
}

function missingPackage({ content, lang, root }: Style, styled: StyledFile): Error {
  const name = PACKAGES[lang] ?? lang
  return sourceError('COMPILE_FAILED', {
    file: styled.name,
    text: `<style lang="${lang}"> needs the package ${name}, which is not installed`,
    hint: `Run \`${installCommands(root).addDev} ${name}\`.`,
    source: styled.source,
    ...placeAt(styled.source, Math.max(0, styled.source.indexOf(content))),
  })
}
