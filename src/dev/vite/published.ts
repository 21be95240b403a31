import type { Plugin, ResolvedConfig } from 'vite'
import { isStyle } from '../../plugin/style-id.ts'
import { toFile } from './module-url.ts'
import { readTarget } from './target.ts'

/** The files whose addresses occur in a page, a stylesheet or a script of the site. */
export interface Published {
  /** Returns the file for a decoded path and query; `undefined` when the address occurs nowhere. */
  find(name: string): string | undefined
  /**
   * True when Vite must answer: for a worker, which it compiles, and for files that a plugin
   * generates.
   */
  isModule(name: string): boolean
}

/**
 * Creates the Vite plugins that collect the addresses which Vite prints into modules: images,
 * fonts, `?url`, workers and WebAssembly. These files are not imported, so they are missing in
 * Vite's list of modules.
 *
 * @returns The plugins, and the collected addresses.
 */
export function createPublished(): { plugins: Plugin[]; published: Published } {
  const notes = new Notes()
  return {
    published: notes,
    plugins: [
      {
        // Runs between the plugin that compiles styles and the one that turns them into modules.
        name: 'ssr-pages:published',
        configResolved: (config) => notes.readConfig(config),
        transform(code, id) {
          if (RAW.test(id)) return
          const module = `${this.environment.name} ${id}`
          if (isAddress(id, notes)) notes.add(module, urlsOfModule(code))
          else if (isStyle(id)) notes.add(module, urlsOfStyle(code))
        },
      },
      {
        // Runs after the plugins that rewrite `new URL(..., import.meta.url)`.
        name: 'ssr-pages:published-urls',
        enforce: 'post',
        transform: {
          filter: { code: 'import.meta.url' },
          handler(code, id) {
            if (this.environment.config.consumer === 'client')
              notes.add(`code ${id}`, urlsOfCode(code))
          },
        },
      },
    ],
  }
}

class Notes implements Published {
  readonly #byModule = new Map<string, ReadonlyMap<string, string>>()
  #prefix = '/'
  #root = ''
  #allowed: string[] = []
  #isAsset: (file: string) => boolean = () => false

  readConfig({ base, root, server, assetsInclude }: ResolvedConfig): void {
    this.#prefix = (server.origin ?? '') + base
    this.#root = root
    this.#allowed = server.fs.allow
    this.#isAsset = assetsInclude
  }

  isAsset(file: string): boolean {
    return this.#isAsset(file)
  }

  // Replaces the previous addresses of a module.
  add(module: string, urls: Iterable<string>): void {
    const files = new Map<string, string>()
    for (const url of urls) {
      const below = this.#below(url)
      const target = below === undefined ? undefined : readTarget(withoutHash(below))
      if (target !== undefined) files.set(target.name, toFile(target.path, this.#root))
    }
    // Allows files of linked packages, too. Vite still refuses `.env` and other files in
    // `server.fs.deny`.
    this.#allowed.push(...[...files.values()].filter((file) => !this.#allowed.includes(file)))
    if (files.size > 0) this.#byModule.set(module, files)
    else this.#byModule.delete(module)
  }

  find(name: string): string | undefined {
    for (const files of this.#byModule.values()) {
      const file = files.get(name)
      if (file !== undefined) return file
    }
    return undefined
  }

  isModule(name: string): boolean {
    return (WORKER_FILE.test(name) || MADE.test(name)) && this.find(name) !== undefined
  }

  #below(url: string): string | undefined {
    return url.startsWith(this.#prefix) ? `/${url.slice(this.#prefix.length)}` : undefined
  }
}

const RAW = /[?&]raw\b/
const AS_ADDRESS = /[?&](?:url|worker|sharedworker|init)\b/
/** Paths that a plugin answers, for example resized images. */
const MADE = /^\/@(?!fs\/|id\/|vite\/|ssr-pages\/)[\w-]+\//
const WORKER_FILE = /[?&]worker_file&type=\w+$/

// Tells whether a module only exports an address. Vite has generated its code.
function isAddress(id: string, notes: Notes): boolean {
  const [file = id] = id.split('?')
  return AS_ADDRESS.test(id) || file.endsWith('.wasm') || notes.isAsset(file)
}

function* urlsOfModule(code: string): Iterable<string> {
  const [, address] = /^\s*export default "([^"\\\n]*)"/.exec(code) ?? []
  if (address !== undefined) yield address
  for (const [, url = ''] of code.matchAll(
    /"([^"\\\s?]+(?:\?[^"\\\s]*&|\?)worker_file&type=\w+)"/g,
  ))
    yield url
  for (const [, url = ''] of code.matchAll(/"([^"\\\s]+)"/g)) if (url.endsWith('.wasm')) yield url
  // `srcset`: an address may be one of several, with its width after it.
  for (const [url] of code.matchAll(/(?<=["'`\s,])\/[^"'`\s,\\]+/g))
    if (url.includes('/@') && !url.includes('/@fs/')) yield url
}

function* urlsOfStyle(css: string): Iterable<string> {
  const code = withoutComments(css)
  for (const [, double, single, bare] of code.matchAll(
    /url\(\s*(?:"([^"\n]*)"|'([^'\n]*)'|([^"'\s)]+))/g,
  )) {
    yield double ?? single ?? bare ?? ''
  }
  if (!code.includes('image-set(')) return
  for (const [, double, single] of code.matchAll(/"([^"\n]*)"|'([^'\n]*)'/g))
    yield double ?? single ?? ''
}

function* urlsOfCode(code: string): Iterable<string> {
  const urls = code.matchAll(
    /new URL\((?:\/\* @vite-ignore \*\/ )?"([^"\\\n]*)", '' \+ import\.meta\.url\)/g,
  )
  for (const [, url = ''] of urls) yield url
}

function withoutComments(css: string): string {
  const [first = '', ...rest] = css.split('/*')
  return first + rest.map((part) => part.slice(part.indexOf('*/') + 2)).join('')
}

function withoutHash(url: string): string {
  const end = url.indexOf('#')
  return end === -1 ? url : url.slice(0, end)
}
