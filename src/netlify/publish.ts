import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve, sep } from 'node:path'
import type { AdapterBuild } from '../shared/config.ts'
import { SsrPagesError } from '../shared/errors.ts'
import { isMissing } from '../shared/is-missing.ts'
import { relativeName } from '../project/public-name.ts'

/**
 * Ensures that Netlify publishes the browser files only: without `publish` it would publish the
 * whole project, including its sources. If there is no `netlify.toml`, one is written.
 *
 * @param publishDir - Absolute path of the folder to publish.
 * @throws {SsrPagesError} PUBLISH_UNSAFE
 */
export async function checkPublish(build: AdapterBuild, publishDir: string): Promise<void> {
  const { root, pagesDir } = build
  const file = join(root, 'netlify.toml')
  const wanted = `[build]\n  publish = "${relativeName(root, publishDir)}"\n`
  const text = await readText(file)
  if (text === undefined) {
    const command = `  command = "${await buildCommand(root)}"\n`
    await writeFile(file, wanted.replace('\n', `\n${command}`))
    return
  }
  const { always, inContexts } = toPublished(await parseToml(text, file, wanted))
  if (always === undefined)
    throw unsafe(`${file} names no folder to publish; it must have:\n\n${wanted}`)
  for (const { base, publish } of [always, ...inContexts]) {
    if (!holds(resolve(root, base, publish), pagesDir)) continue
    throw unsafe(
      `${file} publishes ${publish}, which contains server code; it must have:\n\n${wanted}`,
    )
  }
}

// Prefers the project's own script if it builds the pages, because it may do more.
async function buildCommand(root: string): Promise<string> {
  const text = (await readText(join(root, 'package.json'))) ?? '{}'
  const script = member(member(JSON.parse(text), 'scripts'), 'build')
  const isOurs = typeof script === 'string' && script.includes('ssr-pages build')
  return isOurs ? 'npm run build' : 'npx ssr-pages build'
}

interface PublishedFolder {
  readonly base: string
  readonly publish: string
}

// Tables of contexts, such as `[context.production]`, take precedence over `[build]`.
function toPublished(toml: unknown): {
  always: PublishedFolder | undefined
  inContexts: readonly PublishedFolder[]
} {
  const build = member(toml, 'build')
  const contexts = Object.values(Object(member(toml, 'context')))
  const inContexts = contexts.flatMap((context) => toFolder(context, build) ?? [])
  return { always: toFolder(build, build), inContexts }
}

function toFolder(table: unknown, build: unknown): PublishedFolder | undefined {
  const publish = member(table, 'publish')
  const base = member(table, 'base') ?? member(build, 'base') ?? ''
  return typeof publish === 'string' ? { publish, base: String(base) } : undefined
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

async function parseToml(text: string, file: string, wanted: string): Promise<unknown> {
  const { parse, TomlError } = await import('smol-toml')
  try {
    return parse(text)
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    const [what] = error.message.split('\n')
    throw unsafe(`${file}:${error.line}:${error.column}: ${what}; it must have:\n\n${wanted}`)
  }
}

function unsafe(what: string): SsrPagesError {
  return new SsrPagesError('PUBLISH_UNSAFE', what)
}

function holds(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
}

async function readText(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return undefined
    throw error
  })
}
