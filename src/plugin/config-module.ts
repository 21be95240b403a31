import { join, resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ResolvedConfig } from 'vite'
import type { Config } from '../shared/config.ts'

/**
 * Writes the module for `astro:config/client` or `astro:config/server`.
 *
 * @param specifier - One of the two.
 * @param config - The project's configuration.
 * @param vite - Vite's configuration of the project.
 * @returns JavaScript that exports the values.
 */
export function configModule(specifier: string, config: Config, vite: ResolvedConfig): string {
  const isServer = specifier === 'astro:config/server'
  const folders = foldersOf(config, vite)
  const build = { format: '"directory"', ...(isServer ? folders.build : {}) }
  const values = {
    base: toCode(baseOf(config)),
    trailingSlash: toCode(config.trailingSlash ?? 'ignore'),
    site: toCode(config.site),
    compressHTML: toCode(config.compact === 'html' ? true : (config.compact ?? false)),
    i18n: 'undefined',
    image: toObject({
      objectFit: toCode(config.image?.objectFit),
      objectPosition: toCode(config.image?.objectPosition),
      layout: toCode(config.image?.layout),
    }),
    build: toObject(build),
    ...(isServer ? folders.project : {}),
  }
  return Object.entries(values)
    .map(([name, code]) => `export const ${name} = ${code}\n`)
    .join('')
}

// As Astro does: `trailingSlash` also decides how the base ends.
function baseOf({ base = '/', trailingSlash = 'ignore' }: Config): string {
  const path = `/${base}`.replaceAll(/\/{2,}/g, '/')
  const bare = path.replace(/\/$/, '')
  if (trailingSlash === 'always') return `${bare}/`
  return trailingSlash === 'never' ? bare || '/' : path
}

function foldersOf(config: Config, vite: ResolvedConfig) {
  const { root } = vite
  const outDir = resolve(root, config.outDir ?? 'dist')
  return {
    project: {
      root: toUrl(root),
      srcDir: toUrl(resolve(root, config.srcDir ?? 'src')),
      publicDir: toUrl(resolve(root, config.publicDir ?? 'public')),
      outDir: toUrl(outDir),
      cacheDir: toUrl(vite.cacheDir),
    },
    build: {
      server: toUrl(join(outDir, 'pages')),
      client: toUrl(join(outDir, 'client')),
      assetsPrefix: 'undefined',
    },
  }
}

function toUrl(folder: string): string {
  const { href } = pathToFileURL(folder.endsWith(sep) ? folder : folder + sep)
  return `new URL(${JSON.stringify(href)})`
}

function toObject(entries: Readonly<Record<string, string>>): string {
  const fields = Object.entries(entries).map(([name, code]) => `${name}: ${code}`)
  return `{ ${fields.join(', ')} }`
}

function toCode(value: unknown): string {
  return JSON.stringify(value) ?? 'undefined'
}
