import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { OWN_TSCONFIGS } from '../project/own-package.ts'
import { parseJsonc } from '../project/jsonc.ts'
import { isObject } from '../shared/is-object.ts'
import { packageFolder } from '../project/packages.ts'
import type { Vite } from '../project/build-tools.ts'

type Fields = Readonly<Record<string, unknown>>

/** A generated `tsconfig.json` that replaces one which extends a package that is not installed. */
export interface LinkedTsconfig {
  /** Absolute path. */
  readonly file: string
  /** Absolute paths of the configurations that it was made from. */
  readonly sources: readonly string[]
  remove(): void
}

/** Names of configurations that this package ships, too. */
const KNOWN = /^(?:astro|ssr-pages)\/tsconfigs\/(?<name>base|strict|strictest)(?:\.json)?$/

/**
 * Reads the `tsconfig.json` of a project that extends, for example, `astro/tsconfigs/strict`
 * without having the package installed. Vite's own reader would refuse it. This package ships the
 * same configurations.
 *
 * @param vite - Vite, for its parser.
 * @param root - Absolute path of the project.
 * @returns A complete configuration in a temporary file, or `undefined` when Vite can read the
 *   project's own.
 */
export function linkTsconfig(
  vite: Pick<Vite, 'parseSync'>,
  root: string,
): LinkedTsconfig | undefined {
  const file = findTsconfig(root)
  if (file === undefined || packageFolder(root, 'astro') !== undefined) return undefined
  const reader = new Reader(vite, dirname(file))
  const config = reader.read(file)
  if (config === undefined || !reader.isLinked) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'ssr-pages-tsconfig-'))
  const linked = join(folder, 'tsconfig.json')
  writeFileSync(linked, toJson(config, dirname(file)))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  return { file: linked, sources: reader.sources, remove }
}

/** A configuration merged with those it extends. Paths are absolute, except those of `paths`. */
interface Tsconfig {
  readonly options: Fields
  /** Folder that the values of `paths` are relative to when there is no `baseUrl`. */
  readonly pathsFolder: string
  /** `include`, `exclude` and `files`. */
  readonly lists: Readonly<Record<string, readonly string[]>>
}

class Reader {
  readonly sources: string[] = []
  /** True when one of our configurations replaces one of Astro's. */
  isLinked = false
  readonly #vite: Pick<Vite, 'parseSync'>
  /** The value of `${configDir}`. */
  readonly #configDir: string

  constructor(vite: Pick<Vite, 'parseSync'>, configDir: string) {
    this.#vite = vite
    this.#configDir = configDir
  }

  // Returns `undefined` for invalid configurations, about which Vite has the better error.
  read(file: string): Tsconfig | undefined {
    if (this.sources.includes(file) || !existsSync(file)) return undefined
    this.sources.push(file)
    const fields = parseJsonc(this.#vite, readFileSync(file, 'utf8'))
    if (!isObject(fields)) return undefined
    let config: Tsconfig = { options: {}, pathsFolder: '', lists: {} }
    for (const name of [fields['extends'] ?? []].flat()) {
      const base = this.#find(String(name), file)
      const found = base === undefined ? undefined : this.read(base)
      if (found === undefined) return undefined
      config = merge(config, found)
    }
    return merge(config, this.#toConfig(fields, dirname(file)))
  }

  #find(name: string, importer: string): string | undefined {
    const known = KNOWN.exec(name)?.groups?.['name']
    if (known !== undefined) {
      this.isLinked ||= name.startsWith('astro/')
      return join(OWN_TSCONFIGS, `${known}.json`)
    }
    if (isAbsolute(name) || /^\.{1,2}(?:\/|$)/.test(name)) {
      const path = resolve(dirname(importer), name)
      return path.endsWith('.json') ? path : `${path}.json`
    }
    return findPackageFile(name, importer)
  }

  #toConfig(fields: Fields, folder: string): Tsconfig {
    const toPath = (path: unknown) =>
      resolve(folder, String(path).replace('${configDir}', this.#configDir))
    const { compilerOptions } = fields
    const options = isObject(compilerOptions) ? compilerOptions : {}
    const lists = ['include', 'exclude', 'files'].flatMap((key) => {
      const list = fields[key]
      return Array.isArray(list) ? [[key, list.map(toPath)] as const] : []
    })
    return {
      options: { ...options, ...('baseUrl' in options && { baseUrl: toPath(options['baseUrl']) }) },
      pathsFolder: 'paths' in options ? folder : '',
      lists: Object.fromEntries(lists),
    }
  }
}

function merge(base: Tsconfig, config: Tsconfig): Tsconfig {
  return {
    options: { ...base.options, ...config.options },
    pathsFolder: config.pathsFolder === '' ? base.pathsFolder : config.pathsFolder,
    lists: { ...base.lists, ...config.lists },
  }
}

function findPackageFile(name: string, importer: string): string | undefined {
  const { resolve: find } = createRequire(importer)
  for (const candidate of [name, `${name}.json`, `${name}/tsconfig.json`]) {
    try {
      return find(candidate)
    } catch {
      // Try the next spelling.
    }
  }
  return undefined
}

function toJson({ options, pathsFolder, lists }: Tsconfig, configDir: string): string {
  const { baseUrl, paths } = options
  const folder = typeof baseUrl === 'string' ? baseUrl : pathsFolder
  const toPath = (path: unknown) => resolve(folder, String(path).replace('${configDir}', configDir))
  const entries = Object.entries(isObject(paths) ? paths : {}).map(([name, values]) => {
    return [name, Array.isArray(values) ? values.map(toPath) : values]
  })
  const all = 'files' in lists ? {} : { include: [join(configDir, '**/*')] }
  return JSON.stringify({
    ...all,
    ...lists,
    compilerOptions: {
      ...options,
      ...(paths !== undefined && { paths: Object.fromEntries(entries) }),
    },
  })
}

function findTsconfig(folder: string): string | undefined {
  const file = join(folder, 'tsconfig.json')
  if (existsSync(file)) return file
  const parent = dirname(folder)
  return parent === folder ? undefined : findTsconfig(parent)
}
