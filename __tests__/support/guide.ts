import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** A code block of a page of documentation. */
export interface Block {
  readonly language: string
  readonly code: string
}

/** A heading of a page, with the blocks below it. */
export interface Section {
  readonly heading: string
  readonly blocks: readonly Block[]
}

/** The code blocks of a text, in order. */
export function blocksOf(text: string): Block[] {
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = '', code = '']) => ({
    language,
    code,
  }))
}

/** The sections of a page: those of the given depth, each without the headings inside it. */
export function sectionsOf(text: string, depth: number): Section[] {
  return text
    .split(new RegExp(`^#{${depth}} `, 'm'))
    .slice(1)
    .map((part) => ({
      heading: part.slice(0, part.indexOf('\n')),
      blocks: blocksOf(part.split(/^#{1,6} /m)[0] ?? ''),
    }))
}

/** The commands of a shell, one a line. */
export function commandsOf(blocks: readonly Block[]): string[] {
  return blocks
    .filter(({ language }) => language === 'sh')
    .flatMap(({ code }) => code.trim().split('\n'))
}

const FILE = /^(?:---\n)?(?:\/\/-?|<%#|<!--|\{\{!--) (\S+\.\w+)(?=\n| %>| -->| --\}\})/

/** The file that a block is, as its first line says. */
export function fileOf({ code }: Block): string | undefined {
  return FILE.exec(code)?.[1]
}

/** Writes the blocks whose first line names a file; returns the names. */
export function writeFiles(root: string, blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) => {
    const file = fileOf(block)
    if (file === undefined) return []
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), block.code)
    return [file]
  })
}

/**
 * Changes a file as a block says: its first line is `--- file`, then lines begin with a space, `-` or `+`.
 *
 * @throws {Error} when the file does not have the lines that stay or go, one after another, or has them twice
 */
export function applyDiff(root: string, { code }: Block): void {
  const [head = '', ...lines] = code.trimEnd().split('\n')
  const file = join(root, head.replace('--- ', ''))
  const side = (mark: string): string =>
    lines
      .filter((line) => !line.startsWith(mark))
      .map((line) => `${line.slice(1)}\n`)
      .join('')
  const parts = readFileSync(file, 'utf8').split(side('+'))
  if (parts.length !== 2) throw new Error(`${parts.length - 1} places in ${file} have:\n${code}`)
  writeFileSync(file, parts.join(side('-')))
}
