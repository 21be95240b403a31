import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Plugin } from 'vite'
import { OWN_MODULES } from '../project/own-package.ts'
import {
  BEFORE_HYDRATION,
  CLIENT_RENDERER,
  clientRendererId,
  DIRECTIVE,
  ISLAND,
  PAGE_SCRIPTS,
  PREFETCH,
} from '../shared/browser-modules.ts'
import type { Config } from '../shared/config.ts'
import type { Integrations } from '../shared/integrations.ts'

/**
 * Creates the Vite plugin with the modules that browsers load for islands, for the scripts of
 * integrations, and to fetch pages in advance.
 *
 * @param prefetch - The option of the site.
 */
export function browserEntriesPlugin(
  integrations: Integrations,
  prefetch: Config['prefetch'],
): Plugin {
  return {
    name: 'ssr-pages:browser-entries',
    enforce: 'pre',
    resolveId: {
      filter: {
        id: /^virtual:ssr-pages\/(?:island|before-hydration|page-scripts|prefetch$|client-renderer\/|directive\/)/,
      },
      // `sideEffects: false` of our own package must not make them empty.
      handler: (id) => ({ id: `\0${id}`, moduleSideEffects: true }),
    },
    load: {
      filter: { id: /^\0virtual:ssr-pages\// },
      handler: (id) =>
        id === `\0${PREFETCH}` ? loadPrefetch(prefetch) : loadEntry(id.slice(1), integrations),
    },
  }
}

async function loadEntry(id: string, integrations: Integrations): Promise<string | undefined> {
  const { renderers, directives, scripts } = integrations
  if (id === ISLAND) return readFile(join(OWN_MODULES, 'island.js'), 'utf8')
  if (id === BEFORE_HYDRATION) return scripts['before-hydration'].join('\n')
  if (id === PAGE_SCRIPTS) return scripts.page.join('\n')
  if (id.startsWith(CLIENT_RENDERER)) {
    const renderer = renderers.find(({ name }) => id === clientRendererId(name))
    return `export { default } from ${JSON.stringify(renderer?.clientEntrypoint)}`
  }
  if (!id.startsWith(DIRECTIVE)) return undefined
  const name = id.slice(DIRECTIVE.length)
  return toDirectiveModule(name, directives.get(name) ?? '')
}

// Its functions are in scope: the file is a bundle whose names are those of its exports.
async function loadPrefetch(prefetch: Config['prefetch']): Promise<string> {
  const code = await readFile(join(OWN_MODULES, 'prefetch.js'), 'utf8')
  const start = prefetch === undefined || prefetch === false ? '' : 'init()\n'
  return `${code}\nconfigure(${JSON.stringify(prefetch)})\n${start}`
}

function toDirectiveModule(name: string, entrypoint: string): string {
  return `import directive from ${JSON.stringify(entrypoint)}
if (!Object.hasOwn(globalThis, 'Astro')) globalThis.Astro = {}
globalThis.Astro[${JSON.stringify(name)}] = directive
dispatchEvent(new Event(${JSON.stringify(`astro:${name}`)}))
`
}
