import { mkdirSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { join, resolve } from 'node:path'
import { SCRIPT_STAGES, type Integration } from '../shared/integrations.ts'
import { isObject } from '../shared/is-object.ts'
import { type Additions, isScriptStage } from './additions.ts'
import { toInlineCode } from './inline-code.ts'

/** The directives that every site has. */
const BUILT_IN: readonly string[] = ['load', 'idle', 'visible', 'media', 'only']

/** What the helpers of `astro:config:setup` change. */
export interface SetupTarget {
  readonly root: string
  readonly additions: Additions
  readonly warn: (message: string) => void
  readonly onWatch: (file: string) => void
}

/**
 * Creates the functions that a hook `astro:config:setup` gets, except `updateConfig()`.
 *
 * @param target - Receives what the integration adds.
 * @param integration - The integration that calls them.
 */
export function createSetupHelpers(target: SetupTarget, integration: Integration): object {
  const { additions, root, warn } = target
  const { name } = integration
  const helpers = {
    addRenderer: (renderer: unknown) => addRenderer(target, renderer),
    injectScript: (stage: unknown, code: unknown) => injectScript(additions, stage, code),
    injectRoute: (route: unknown) => injectRoute(target, name, route),
    addWatchFile(file: string | URL) {
      const path = resolve(root, toEntrypoint(file, 'addWatchFile()'))
      additions.watchFiles.push(path)
      target.onWatch(path)
    },
    addDevToolbarApp() {
      warn(
        `The integration "${name}" adds an app to the development toolbar, which does not exist here; the app is ignored`,
      )
    },
    addClientDirective: (directive: unknown) => addDirective(target, directive),
    addMiddleware: (middleware: unknown) => addMiddleware(target, middleware),
    createCodegenDir() {
      const folder = codegenDir(root, name)
      mkdirSync(folder, { recursive: true })
      return toFolderUrl(folder)
    },
  }
  return Object.defineProperties(helpers, hiddenHelpers(additions))
}

// As in Astro, the helpers that only @astrojs/mdx and its like know are not enumerable.
function hiddenHelpers(additions: Additions): PropertyDescriptorMap {
  return {
    addPageExtension: {
      value(...extensions: unknown[]) {
        for (const extension of extensions.flat(Infinity)) {
          additions.pageExtensions.push(`.${String(extension).replace(/^\./, '')}`)
        }
      },
    },
    addContentEntryType: { value: (type: unknown) => additions.contentEntryTypes.push(type) },
    addDataEntryType: { value: (type: unknown) => additions.dataEntryTypes.push(type) },
  }
}

/** Returns the folder for the generated files of an integration. */
export function codegenDir(root: string, name: string): string {
  return join(root, '.astro', 'integrations', toFileName(name))
}

/** Replaces what may not be in the name of a file or folder. */
export function toFileName(name: string): string {
  return name.replaceAll(/[^\w.-]/g, '_')
}

/** Returns the URL of a folder, which ends in `/`. */
export function toFolderUrl(folder: string): URL {
  return new URL(`${pathToFileURL(folder).href.replace(/\/$/, '')}/`)
}

function addRenderer({ additions, root }: SetupTarget, renderer: unknown): void {
  const { name, serverEntrypoint, clientEntrypoint } = fieldsOf(renderer, 'addRenderer()')
  if (typeof name !== 'string' || name === '') {
    throw new TypeError('addRenderer() needs a `name`, such as "@astrojs/react"')
  }
  // MDX prints nodes of its own: they need no framework.
  if (name === 'astro:jsx') return
  const server = toModule(root, serverEntrypoint, `\`serverEntrypoint\` of the renderer "${name}"`)
  const client =
    clientEntrypoint === undefined
      ? undefined
      : toModule(root, clientEntrypoint, `\`clientEntrypoint\` of the renderer "${name}"`)
  additions.renderers.push({
    name,
    serverEntrypoint: server,
    ...(client !== undefined && { clientEntrypoint: client }),
  })
}

function injectScript(additions: Additions, stage: unknown, code: unknown): void {
  if (!isScriptStage(stage)) {
    const stages = SCRIPT_STAGES.map((known) => `"${known}"`).join(', ')
    throw new TypeError(`injectScript() has no stage ${JSON.stringify(stage)}: it has ${stages}`)
  }
  if (typeof code !== 'string') throw new TypeError('injectScript() needs code as a string')
  additions.scripts[stage].push(stage === 'head-inline' ? toInlineCode(code) : code)
}

// The pattern also names the built module.
const NO_PATH = /(?:^|\/)\.{1,2}(?:\/|$)|[?#\\\p{Cc}]/u

function injectRoute({ additions, warn }: SetupTarget, owner: string, route: unknown): void {
  const { pattern, entrypoint, entryPoint, prerender } = fieldsOf(route, 'injectRoute()')
  if (typeof pattern !== 'string') {
    throw new TypeError('injectRoute() needs a `pattern`, such as "/blog/[slug]"')
  }
  if (NO_PATH.test(pattern)) {
    throw new TypeError(
      `injectRoute() needs a path as its \`pattern\` (saw ${JSON.stringify(pattern)})`,
    )
  }
  if (entrypoint === undefined && entryPoint !== undefined) {
    warn(
      `The integration "${owner}" injects the route ${pattern} with \`entryPoint\`, an old name of \`entrypoint\``,
    )
  }
  const module = entrypoint ?? entryPoint
  if (typeof module !== 'string' && !(module instanceof URL)) {
    throw new TypeError(`injectRoute() needs an \`entrypoint\` for the route ${pattern}`)
  }
  const isPrerendered = typeof prerender === 'boolean' ? { prerender } : {}
  additions.routes.push({ pattern, entrypoint: module, owner, ...isPrerendered })
}

function addDirective({ additions, root }: SetupTarget, directive: unknown): void {
  const { directives } = additions
  const { name, entrypoint } = fieldsOf(directive, 'addClientDirective()')
  if (typeof name !== 'string' || name === '') {
    throw new TypeError('addClientDirective() needs a `name`: "hover" for client:hover')
  }
  if (BUILT_IN.includes(name) || directives.has(name)) {
    throw new TypeError(`the directive client:${name} already exists; give it another name`)
  }
  directives.set(name, toModule(root, entrypoint, `\`entrypoint\` of the directive client:${name}`))
}

function addMiddleware({ additions, root }: SetupTarget, value: unknown): void {
  const { order, entrypoint } = fieldsOf(value, 'addMiddleware()')
  if (order !== 'pre' && order !== 'post') {
    throw new TypeError(
      `addMiddleware() needs an \`order\`: "pre" runs before the site's own middleware, "post" after it`,
    )
  }
  additions.middleware[order].push(toModule(root, entrypoint, '`entrypoint` of addMiddleware()'))
}

function fieldsOf(value: unknown, helper: string): Readonly<Record<string, unknown>> {
  if (isObject(value)) return value
  throw new TypeError(`${helper} needs an object (saw ${JSON.stringify(value) ?? 'undefined'})`)
}

// The modules that import it have no folder, from which the bundler could find it.
function toModule(root: string, value: unknown, what: string): string {
  const entrypoint = toEntrypoint(value, what)
  return /^\.{1,2}\//.test(entrypoint) ? resolve(root, entrypoint) : entrypoint
}

function toEntrypoint(value: unknown, what: string): string {
  if (value instanceof URL) return fileURLToPath(value)
  if (typeof value === 'string' && value !== '') return value
  throw new TypeError(`${what} must be a package specifier, a path or a URL`)
}
