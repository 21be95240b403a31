import { extname } from 'node:path'
import { load as parseYaml } from 'js-yaml'
import { parse as parseToml } from 'smol-toml'
import { type Place, placeAt } from '../compiler/place.ts'
import { withoutMark } from '../compiler/byte-order-mark.ts'
import { property } from '../shared/property.ts'
import { findJsonError } from './json-error.ts'

/**
 * Parses a data file by its extension: JSON, YAML or TOML.
 *
 * @param file - Absolute path, or any name with the extension.
 * @throws {Error} with `file`, `line` and `column` where the parser knows them.
 */
export function parseData(file: string, text: string): unknown {
  const plain = withoutMark(text)
  const extension = extname(file)
  try {
    if (extension === '.json') return JSON.parse(plain)
    return extension === '.toml' ? parseToml(plain) : parseYaml(plain)
  } catch (error) {
    throw Object.assign(new Error(describe(error)), { file, ...placeOf(error, extension, plain) })
  }
}

function describe(error: unknown): string {
  const reason = property(error, 'reason') ?? property(error, 'message')
  // Node repeats the text of the file, and TOML has a code frame below.
  const text = String(reason).replace(/, (?:\.{3})?".*" is not valid JSON$/s, '')
  const [line = ''] = text.split('\n')
  const [what = ''] = line.split(/ in JSON at position | at position /)
  return what.replace(/^Invalid TOML document: /, '')
}

function placeOf(error: unknown, extension: string, text: string): Partial<Place> {
  if (extension === '.json') return placeAt(text, findJsonError(text))
  const mark = property(error, 'mark')
  const [line, column] = [property(mark, 'line'), property(mark, 'column')]
  if (typeof line === 'number') return { line: line + 1, column: Number(column) + 1 }
  const [ofToml, columnOfToml] = [property(error, 'line'), property(error, 'column')]
  return typeof ofToml === 'number' ? { line: ofToml, column: Number(columnOfToml) } : {}
}
