import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { AdapterBuild } from '../shared/config.ts'
import type { Manifest, PrerenderedFile } from '../shared/types.ts'

interface HeaderRule {
  readonly for: string
  readonly values: Readonly<Record<string, string>>
}

/** Names of hashed files change with their contents. */
const IMMUTABLE = { 'Cache-Control': 'public, max-age=31536000, immutable' }

/**
 * Tells Netlify the headers of files: hashed ones are kept for a year, and prerendered pages have those
 * that they were rendered with. What else is in the file stays.
 *
 * @param build - The build.
 * @see https://docs.netlify.com/build/frameworks/frameworks-api/#netlifyv1configjson
 */
export async function writeSiteConfig(build: AdapterBuild): Promise<void> {
  const { root, manifest } = build
  const file = join(root, '.netlify', 'v1', 'config.json')
  const config = await readConfig(file)
  await mkdir(dirname(file), { recursive: true })
  const headers = [
    { for: `${manifest.base}_assets/*`, values: IMMUTABLE },
    ...listPrerendered(manifest).flatMap((item) => toRule(item, manifest.base)),
  ]
  // Whole at any time: another build may be reading it.
  const draft = `${file}.${randomUUID()}`
  await writeFile(draft, `${JSON.stringify({ ...config, headers }, null, 2)}\n`)
  await rename(draft, file)
}

async function readConfig(file: string): Promise<object> {
  const text = await readFile(file, 'utf8').catch(() => '{}')
  return JSON.parse(text)
}

function listPrerendered({ routes }: Manifest): PrerenderedFile[] {
  return routes.flatMap(({ prerendered = [] }) => prerendered)
}

// Netlify tells the type of a file by its extension.
function toRule({ path, file, headers }: PrerenderedFile, base: string): HeaderRule[] {
  const values = Object.fromEntries(
    Object.entries(headers).filter(([name]) => name !== 'content-type' || !file.endsWith('.html')),
  )
  if (Object.keys(values).length === 0) return []
  return [{ for: base.slice(0, -1) + path, values }]
}
