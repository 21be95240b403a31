import { readFile, writeFile } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import type { AdapterBuild } from '../config.ts'
import { SsrPagesError } from '../errors.ts'

/**
 * Sees to it that Netlify publishes the browser files and nothing else: without `publish` it would
 * publish the whole project, sources and all. A `netlify.toml` is written when there is none.
 *
 * @param build - The build.
 * @param publishDir - Absolute path of the folder to publish.
 * @throws {SsrPagesError} PUBLISH_UNSAFE
 */
export async function checkPublish(build: AdapterBuild, publishDir: string): Promise<void> {
  const { root, pagesDir } = build
  const file = join(root, 'netlify.toml')
  const wanted = `[build]\n  publish = "${relative(root, publishDir).replaceAll(sep, '/')}"\n`
  const text = await readText(file)
  if (text === undefined) {
    const command = `  command = "npm run build"\n`
    await writeFile(file, wanted.replace('\n', `\n${command}`))
    return
  }
  const { base = '', publish } = readBuildTable(text)
  if (publish === undefined) throw unsafe(`${file} names no folder to publish:\n\n${wanted}`)
  const published = resolve(root, base, publish)
  if (!holds(published, pagesDir)) return
  throw unsafe(
    `${file} publishes ${publish}, which has server code in it; it must be:\n\n${wanted}`,
  )
}

function unsafe(what: string): SsrPagesError {
  return new SsrPagesError('PUBLISH_UNSAFE', what)
}

function holds(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
}

async function readText(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
}

// As much of TOML as the two lines need, which hold no line breaks and mostly no escapes.
function readBuildTable(text: string): Partial<Record<string, string>> {
  const found: Partial<Record<string, string>> = {}
  let table = ''
  for (const line of text.split(/\r?\n/)) {
    table = /^\s*\[+\s*([^\]]*?)\s*\]/.exec(line)?.[1] ?? table
    const [, key = '', value = ''] =
      /^\s*([\w.]+)\s*=\s*["']([^"']*)["']/.exec(line) ?? ([] as string[])
    const name = table === '' ? key : `${table}.${key}`
    if (name.startsWith('build.')) found[name.slice('build.'.length)] = value
  }
  return found
}
