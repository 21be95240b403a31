import { extname } from 'node:path'
import { load as parseYaml } from 'js-yaml'
import { parse as parseToml } from 'smol-toml'
import { placeAt } from '../compiler/place.ts'
import { withoutMark } from '../compiler/byte-order-mark.ts'
import { property } from '../shared/property.ts'

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
    throw Object.assign(new Error(describe(error)), { file, ...placeOf(error, plain) })
  }
}

function describe(error: unknown): string {
  const reason = property(error, 'reason') ?? property(error, 'message')
  const [text = ''] = String(reason).split('\n')
  // Node repeats the text of the file.
  return text.replace(/, (?:\.{3})?".*" is not valid JSON$/s, '').replace(/ at position \d+.*$/, '')
}

function placeOf(error: unknown, text: string): { line?: number; column?: number } {
  const mark = property(error, 'mark')
  const [line, column] = [property(mark, 'line'), property(mark, 'column')]
  if (typeof line === 'number') return { line: line + 1, column: Number(column) + 1 }
  const [ofToml, columnOfToml] = [property(error, 'line'), property(error, 'column')]
  if (typeof ofToml === 'number') return { line: ofToml, column: Number(columnOfToml) }
  const position = / at position (\d+)/.exec(String(property(error, 'message')))?.[1]
  if (position !== undefined) return placeAt(text, Number(position))
  return /end of JSON/.test(String(property(error, 'message'))) ? placeAt(text, text.length) : {}
}
