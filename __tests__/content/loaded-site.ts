import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { linkAllPackages } from '../support/link-packages.ts'
import { createProject } from '../support/project.ts'
import { buildWarm } from '../support/warm-cli.ts'

/** Prints all collections: `Date`, `Map` and others by their names. */
const PAGE = `---
import { getCollection } from 'astro:content'
import { collections } from '../names.js'
export const prerender = true
const tag = (value) => {
  if (value instanceof Date) return { Date: value.toISOString() }
  if (value instanceof Map) return { Map: [...value] }
  if (value instanceof Set) return { Set: [...value] }
  if (value instanceof URL) return { URL: value.href }
  if (typeof value === 'bigint') return { BigInt: String(value) }
  if (Array.isArray(value)) return value.map(tag)
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, tag(v)]))
  return value
}
const all = Object.create(null)
for (const name of collections) all[name] = (await getCollection(name)).map((entry) => tag(entry))
const text = JSON.stringify(all).replaceAll('<', '\\\\u003c')
---
<script is:inline type="application/json" set:html={text}></script>
`

/** An entry, as a page has got it. */
export interface PrintedEntry {
  readonly id: string
  readonly collection: string
  readonly data: Readonly<Record<string, unknown>>
  readonly body?: string
  readonly filePath?: string
  readonly digest?: string
  readonly rendered?: {
    readonly html: string
    readonly metadata: Readonly<Record<string, unknown>>
  }
}

/** Creates a project with a page that prints the collections of these names. */
export function createContentProject(
  names: readonly string[],
  files: Readonly<Record<string, string>>,
): string {
  const root = createProject({
    'src/names.js': `export const collections = ${JSON.stringify(names)}\n`,
    'src/pages/index.astro': PAGE,
    'package.json': '{ "type": "module" }',
    ...files,
  })
  // A folder of its own, because the cache is in it.
  mkdirSync(join(root, 'node_modules'), { recursive: true })
  linkAllPackages(root)
  return root
}

/** Builds, and returns the collections that the page has printed. */
export async function readBuilt(root: string): Promise<{
  readonly collections: Readonly<Record<string, readonly PrintedEntry[]>>
  readonly stdout: string
  readonly stderr: string
}> {
  const { stdout, stderr } = await buildWarm(root)
  const html = readFileSync(join(root, 'dist/client/index.html'), 'utf8')
  const [, json = ''] = /<script[^>]*>(.*)<\/script>/s.exec(html) ?? []
  return { collections: JSON.parse(json), stdout, stderr }
}
