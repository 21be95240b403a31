import type { Plugin } from 'vite'
import type { Place } from '../compiler/place.ts'
import { identifierOf, type Node } from '../compiler/syntax-tree.ts'
import { findImport } from '../diagnostics/find-place.ts'
import { toPublicName } from '../project/public-name.ts'
import { BROWSER_ERRORS } from '../shared/browser-modules.ts'
import { importErrorOf, readSource } from './import-error.ts'

/** Prefix of the ids of components in code for browsers, before their public names. */
const COMPONENT = '\0ssr-pages:server-only:'
const CODE = /\.[cm]?([jt]sx?)(?:\?|$)/

const HINT =
  'Move what the browser needs into a module of its own, and import that, or do not use the component there.'

interface Found {
  readonly specifier: string
  readonly importer: string
}

/** The export of a component, in a module that code for browsers imports. */
export interface Reexport extends Place {
  /** Absolute path of the module. */
  readonly file: string
}

const META = 'ssr-pages:reexport'

/**
 * Returns the export that a module stands for, of which an error shows the place.
 *
 * @param meta - That of any module for browsers.
 */
export function readReexport(meta: Readonly<Record<string, unknown>> = {}): Reexport | undefined {
  return meta[META] as Reexport | undefined
}

/**
 * Creates the Vite plugin that lets code for browsers import a module that exports an `.astro`
 * component beside other things, such as `components/index.ts`. The component itself runs on the
 * server only: the build stops if it is used, and in development its use throws an error.
 */
export function reexportedComponentsPlugin(): Plugin {
  const found = new Map<string, Found>()
  let root = ''
  return {
    name: 'ssr-pages:reexported-components',
    enforce: 'pre',
    applyToEnvironment: ({ config }) => config.consumer === 'client',
    configResolved: (config) => void (root = config.root),
    resolveId: {
      filter: { id: /\.astro$/ },
      async handler(specifier, importer, options) {
        const [, lang] = CODE.exec(importer ?? '') ?? []
        if (importer === undefined || lang === undefined || specifier.startsWith('\0')) {
          return undefined
        }
        const parse = (code: string) =>
          this.parse(code, { lang: lang === 'js' ? 'jsx' : (lang as 'jsx' | 'ts' | 'tsx') })
        if (!isOnlyExported(specifier, readSource(importer), parse)) return undefined
        const resolved = await this.resolve(specifier, importer, { ...options, skipSelf: true })
        if (!resolved?.id.endsWith('.astro')) return resolved
        // Not the name of a component, which would be compiled.
        const id = `${COMPONENT}${toPublicName(root, resolved.id)}.js`
        found.set(id, { specifier, importer })
        return { id, moduleSideEffects: false }
      },
    },
    load: {
      filter: { id: new RegExp(`^${COMPONENT}`) },
      handler(id) {
        const name = id.slice(COMPONENT.length + 1, -'.js'.length)
        const { specifier = '', importer: file = '' } = found.get(id) ?? {}
        const place = findImport(readSource(file), specifier)
        const meta = place && { [META]: { file, ...place } satisfies Reexport }
        return { code: standIn(`${name} runs on the server. ${HINT}`), meta: meta ?? {} }
      },
    },
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue
        for (const [id, { renderedLength }] of Object.entries(chunk.modules)) {
          const use = renderedLength > 0 ? found.get(id) : undefined
          if (use === undefined) continue
          const text =
            'This component runs on the server; code for the browser uses it by this export'
          throw importErrorOf('COMPILE_FAILED', root, use, { text, hint: HINT })
        }
      }
    },
  }
}

/**
 * Tells whether a module imports another one only to export it.
 *
 * @param specifier - As the module imports it.
 */
function isOnlyExported(
  specifier: string,
  source: string,
  parse: (code: string) => unknown,
): boolean {
  let body: readonly Node[]
  try {
    body = (parse(source) as Node)['body'] as readonly Node[]
  } catch {
    // The bundler reports it.
    return false
  }
  const from = body.filter((one) => (one['source'] as Node | undefined)?.['value'] === specifier)
  const exported = new Set(
    body.flatMap(({ type, declaration, specifiers }) => {
      if (type === 'ExportDefaultDeclaration') return [identifierOf(declaration)]
      if (type !== 'ExportNamedDeclaration') return []
      return (specifiers as Node[]).map(({ local }) => identifierOf(local))
    }),
  )
  return (
    from.length > 0 &&
    from.every(({ type, specifiers = [] }) => {
      if (type !== 'ImportDeclaration') return true
      const locals = (specifiers as Node[]).map(({ local }) => identifierOf(local))
      return locals.length > 0 && locals.every((local) => exported.has(local))
    })
  )
}

// `then`: whoever awaits the value asks for it. Tools that print the value ask for symbols.
function standIn(message: string): string {
  return `const refuse = () => {
  const error = new TypeError(${JSON.stringify(message)});
  (globalThis[Symbol.for(${JSON.stringify(BROWSER_ERRORS)})] ??= []).push(error)
  throw error
}
const get = (_, name) => typeof name === 'symbol' || name === 'then' ? undefined : refuse()
export default /* @__PURE__ */ new Proxy(function () {}, { get, apply: refuse, construct: refuse })
`
}
