import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Case, Site } from './read-cases.ts'

/** Writes a site with all its cases into a folder. */
export function writeSite(root: string, { shared, cases }: Site): void {
  if (shared !== undefined) cpSync(shared, root, { recursive: true })
  const written = new Set<string>()
  for (const { name, files } of cases)
    for (const [file, text] of Object.entries(files)) {
      if (written.has(file)) throw new Error(`${file} is in two cases, also in: ${name}`)
      written.add(file)
      mkdirSync(dirname(join(root, file)), { recursive: true })
      writeFileSync(join(root, file), text)
    }
  const config = toContentConfig(cases)
  if (config !== undefined) writeFileSync(join(root, 'src/content.config.ts'), config)
}

/** Writes the site of one refusal. */
export function writeRefusal(root: string, { files, ...rest }: Case): void {
  const hasMdx = Object.keys(files).some((file) => file.endsWith('.mdx'))
  const missing = {
    'astro.config.mjs': hasMdx
      ? "import mdx from '@astrojs/mdx'\nexport default { integrations: [mdx()] }\n"
      : 'export default {}\n',
    'src/pages/index.astro': '<p>A page.</p>\n',
  }
  mkdirSync(root, { recursive: true })
  writeSite(root, { name: '', cases: [{ ...rest, files: { ...missing, ...files } }] })
}

function toContentConfig(cases: readonly Case[]): string | undefined {
  const collections = cases.flatMap((one) => Object.entries(one.collections))
  if (collections.length === 0) return undefined
  return [
    `import { defineCollection, reference } from 'astro:content'`,
    `import { file, glob } from 'astro/loaders'`,
    `import { z } from 'astro/zod'`,
    'export const collections = {',
    ...collections.map(([name, code]) => `  ${name}: defineCollection(${code}),`),
    '}',
    '',
  ].join('\n')
}
