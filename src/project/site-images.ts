import { createHmac, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type SiteImages, toImageSettings } from '../shared/image-settings.ts'
import { findPackagesFolder } from './packages-folder.ts'
import type { Site } from './site.ts'

const KEY = /^[\w-]{43}$/

/** The keys of this process: every step of a build, and every start of development, needs the same. */
const keys = new Map<string, string>()

/**
 * Returns what a build and its server know about images. Builds of one machine have the same key, so
 * that browsers and proxies keep the images of the build before.
 *
 * @param command - In development, each process has a key of its own.
 */
export function createSiteImages(
  site: Pick<Site, 'root' | 'base' | 'outDir' | 'config'>,
  command: 'build' | 'dev',
): SiteImages {
  const name = `${command} ${site.root}`
  const key = keys.get(name) ?? (command === 'build' ? keptKey(site.root) : newKey())
  keys.set(name, key)
  const id = createHmac('sha256', key).update(site.outDir).digest('base64url').slice(0, 12)
  return { id, key, base: site.base, settings: toImageSettings(site.config.image) }
}

function newKey(): string {
  return randomBytes(32).toString('base64url')
}

function keptKey(root: string): string {
  const packages = findPackagesFolder(root)
  if (packages === undefined) return newKey()
  const folder = join(packages, 'node_modules', '.ssr-pages')
  const file = join(folder, 'image-key')
  const known = readKey(file)
  if (known !== undefined) return known
  const key = newKey()
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(file, key, { mode: 0o600, flag: 'wx' })
    return key
  } catch {
    // Another build was faster, or nothing can be written there.
    return readKey(file) ?? key
  }
}

function readKey(file: string): string | undefined {
  try {
    const text = readFileSync(file, 'utf8')
    return KEY.test(text) ? text : undefined
  } catch {
    return undefined
  }
}
