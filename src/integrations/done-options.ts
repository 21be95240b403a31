import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Integration } from '../shared/integrations.ts'
import { isObject } from '../shared/is-object.ts'
import { property } from '../shared/property.ts'
import { type SetupTarget, codegenDir, toFileName } from './setup-options.ts'

/**
 * Creates the functions that a hook `astro:config:done` gets.
 *
 * @param target - Receives what the integration adds.
 * @param integration - The integration that calls them.
 */
export function createDoneHelpers(target: SetupTarget, integration: Integration): object {
  const { additions, root, warn } = target
  const { name } = integration
  return {
    setAdapter(adapter: unknown) {
      const named = property(adapter, 'name')
      warn(
        `The integration "${name}" sets the adapter ${JSON.stringify(named ?? name)}, which is ignored: the pages run in your own server; for Netlify, set \`adapter: netlify()\` from 'ssr-pages/netlify'`,
      )
    },
    injectTypes(types: unknown) {
      const { filename, content } = isObject(types) ? types : {}
      if (typeof filename !== 'string' || !filename.endsWith('.d.ts')) {
        throw new TypeError(
          `injectTypes() needs a \`filename\` that ends in .d.ts (saw ${JSON.stringify(filename) ?? 'undefined'})`,
        )
      }
      if (typeof content !== 'string') {
        throw new TypeError(`injectTypes() needs the \`content\` of ${filename} as a string`)
      }
      const file = join(codegenDir(root, name), toFileName(filename))
      additions.types.push({ file, content })
      return pathToFileURL(file)
    },
  }
}
