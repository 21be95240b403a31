import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { OWN_MODULES } from '../project/own-package.ts'

/**
 * Returns the section of `docs/errors.md` about an error as plain text; empty when there is none.
 *
 * @param code - The error's code, such as `SSR_PAGES_COMPILE_FAILED`.
 */
export function aboutError(code: string): string {
  const text = readDocs()
  const start = text.indexOf(`\n### ${code}\n`)
  if (start < 0) return ''
  const [, , ...lines] = text.slice(start).split('\n')
  const end = lines.findIndex((line) => line.startsWith('#'))
  const section = lines.slice(0, end < 0 ? undefined : end).join('\n')
  return toText(section.trim())
}

function readDocs(): string {
  try {
    return readFileSync(join(OWN_MODULES, '../docs/errors.md'), 'utf8')
  } catch {
    return ''
  }
}

// Joins lines, because the browser breaks them, and removes links, whose targets are not at hand.
function toText(markdown: string): string {
  return markdown
    .replaceAll(/(?<!\n)\n(?!\n)/g, ' ')
    .replaceAll(/\[([^[\]]+)\]\([^()]+\)/g, '$1')
    .replaceAll('`', '')
}
