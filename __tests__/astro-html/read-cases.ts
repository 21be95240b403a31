import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../support/root.ts'

const FIXTURES = join(ROOT, '__tests__/fixtures')

/** One page, and the files that it needs beside those of its site. */
export interface Case {
  readonly name: string
  /** The path that is compared. */
  readonly page: string
  readonly files: Readonly<Record<string, string>>
  /** Arguments of `defineCollection`, as code, by the name of the collection. */
  readonly collections: Readonly<Record<string, string>>
  /** What an error or a warning must contain. */
  readonly says: readonly string[]
}

export interface Site {
  readonly name: string
  /** The folder of the shared files. */
  readonly shared?: string
  readonly cases: readonly Case[]
}

/** Reads the sites whose pages are compared: of each folder, `site/` is shared by the cases. */
export function readSites(): Site[] {
  return readdirSync(join(FIXTURES, 'astro-html')).map((name) => {
    const folder = join(FIXTURES, 'astro-html', name)
    return { name, shared: join(folder, 'site'), cases: readCases(folder) }
  })
}

/** Reads what Astro refuses or warns of. Each case is a site of its own. */
export function readRefusals(): Case[] {
  return readCases(join(FIXTURES, 'astro-refusals'))
}

function readCases(folder: string): Case[] {
  const subjects = readdirSync(folder).filter((file) => file.endsWith('.cases'))
  return subjects.flatMap((file) => parseCases(readFileSync(join(folder, file), 'utf8')))
}

/**
 * Parses a file of cases. `@@@ <name>` starts a case, `@@ <path>` a file of it, `@@ collection <name>` the argument of
 * a `defineCollection`, `@@ says` what an error must contain, one a line. The page of a case is its first file in
 * `src/pages`, unless `@@ page <path>` names another.
 */
function parseCases(text: string): Case[] {
  return text
    .split(/^@@@ /m)
    .slice(1)
    .map((part) => {
      const [head = '', ...sections] = part.split(/^@@ /m)
      return parseCase(head.trim(), sections)
    })
}

function parseCase(name: string, sections: readonly string[]): Case {
  const files: Record<string, string> = {}
  const collections: Record<string, string> = {}
  const says: string[] = []
  let page: string | undefined
  for (const section of sections) {
    const [title = '', ...lines] = section.split('\n')
    const [, kind, rest] = /^(collection|page) (.*)$/.exec(title) ?? []
    if (kind === 'page') page = rest
    else if (title === 'says') says.push(...lines.filter((line) => line !== ''))
    else if (rest !== undefined) collections[rest] = lines.join('\n').trim()
    else files[title] = lines.join('\n').trimEnd() + '\n'
  }
  const first = Object.keys(files).find((file) => file.startsWith('src/pages/'))
  page ??= first?.replace(/^src\/pages/, '').replace(/(?:\/index)?\.\w+$/, '')
  return { name, page: page ?? '/', files, collections, says }
}
