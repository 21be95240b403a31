import type { Plugin } from 'vite'
import { SsrPagesError } from '../shared/errors.ts'
import type { Integrations, Renderer } from '../shared/integrations.ts'
import { clientRendererId } from '../shared/browser-modules.ts'
import { serverEntryOf } from './react-server.ts'

/** Start of the ids of modules that hold one renderer, for the server. */
export const SERVER_RENDERER = 'virtual:ssr-pages/server-renderer/'

/** Id of the module with all renderers of the site. */
export const ALL_RENDERERS = 'virtual:ssr-pages/renderers'

const VIRTUAL = /^virtual:ssr-pages\/(?:server-renderer\/|renderers$)/

/**
 * Creates the Vite plugin that gives server code the renderers of a site: each as a module of its
 * own, so that a page loads only those of its frameworks.
 */
export function renderersPlugin({ renderers }: Pick<Integrations, 'renderers'>): Plugin {
  const byId = new Map(renderers.map((one) => [`\0${SERVER_RENDERER}${one.name}`, one]))
  return {
    name: 'ssr-pages:renderers',
    config: () => ({ ssr: { noExternal: renderers.flatMap(packageOf) } }),
    resolveId: {
      filter: { id: VIRTUAL },
      handler(id) {
        return this.environment.config.consumer === 'server' ? `\0${id}` : undefined
      },
    },
    load: {
      filter: { id: /^\0virtual:ssr-pages\/(?:server-renderer\/|renderers$)/ },
      async handler(id) {
        if (id === `\0${ALL_RENDERERS}`) return toList(renderers)
        const renderer = byId.get(id)
        if (renderer === undefined) return undefined
        const { name, serverEntrypoint, clientEntrypoint = serverEntrypoint } = renderer
        for (const entry of [serverEntrypoint, clientEntrypoint]) {
          if ((await this.resolve(entry)) === null) throw incomplete(name, entry)
        }
        return toModule(renderer)
      },
    },
  }
}

function incomplete(name: string, entry: string): SsrPagesError {
  const what = `The renderer ${name} cannot be used: its module '${entry}' is not found.`
  const hint = `Install the package of that module in this project, or remove the integration that adds the renderer.`
  return new SsrPagesError('RENDERER_MISSING', what, { renderer: name, module: entry }, hint)
}

// The server entries of renderers import virtual modules of their integrations, which only a
// bundler knows.
function packageOf({ serverEntrypoint }: Renderer): string[] {
  const [name] = /^(?:@[^/]+\/)?\w[^/]*(?=\/|$)/.exec(serverEntrypoint) ?? []
  return name === undefined ? [] : [name]
}

function toModule({ name, serverEntrypoint, clientEntrypoint }: Renderer): string {
  const client = clientEntrypoint === undefined ? undefined : clientRendererId(name)
  return `import ssr from ${JSON.stringify(serverEntryOf(serverEntrypoint))}
export default { name: ${JSON.stringify(name)}, client: ${JSON.stringify(client)}, ssr }
`
}

function toList(renderers: readonly Renderer[]): string {
  const imports = renderers.map(
    ({ name }, index) => `import r${index} from ${JSON.stringify(SERVER_RENDERER + name)}\n`,
  )
  return `${imports.join('')}export default [${renderers.map((_, index) => `r${index}`).join(', ')}]\n`
}
