import type { Plugin } from 'vite'
import { checkMiddleware } from '../project/check-handlers.ts'
import { COMPOSED_MIDDLEWARE, findMiddleware, findOwnMiddleware } from '../project/pages.ts'
import { toPublicName } from '../project/public-name.ts'
import type { Site } from '../project/site.ts'

const RESOLVED = `\0${COMPOSED_MIDDLEWARE}`

/** Creates the plugin that joins the middleware of integrations and the site's own. */
export function middlewarePlugin(site: Site): Plugin {
  return {
    name: 'ssr-pages:middleware',
    enforce: 'pre',
    resolveId(source) {
      return source.startsWith(COMPOSED_MIDDLEWARE) ? `\0${source}` : undefined
    },
    load(id) {
      return id.startsWith(RESOLVED) ? composeMiddleware(site) : undefined
    },
    // Reports at build what the module itself would report when it is loaded.
    buildEnd() {
      const composed = `\0${findMiddleware(site) ?? ''}`
      for (const id of this.getModuleInfo(composed)?.importedIds ?? []) {
        const { exports = [], code } = this.getModuleInfo(id) ?? {}
        // External modules have no code.
        if (typeof code !== 'string') continue
        checkMiddleware(site, id, { exports, isOpen: /^export \* from /m.test(code) })
      }
    },
  }
}

/**
 * Writes the module that runs all middleware of a site.
 *
 * @returns Code that refuses a module without `onRequest`: the module may protect the site.
 */
export function composeMiddleware(site: Site): string {
  const { pre, post } = site.integrations.middleware
  const own = findOwnMiddleware(site)
  const modules = [...pre, ...(own === undefined ? [] : [own]), ...post]
  const imports = modules.map((file, index) => {
    return `import * as module${index} from ${JSON.stringify(file)}\n`
  })
  const handlers = modules.map((file, index) => {
    return `  handlerOf(module${index}, ${JSON.stringify(toPublicName(site.root, file))}),\n`
  })
  return `import { SsrPagesError, sequence } from 'ssr-pages'
${imports.join('')}
export const onRequest = sequence(
${handlers.join('')})

function handlerOf(module, file) {
  const handler = Reflect.get(module, 'onRequest')
  if (typeof handler === 'function') return handler
  throw new SsrPagesError('MIDDLEWARE_EMPTY', \`The page middleware \${file} exports no onRequest\`, { file })
}
`
}
