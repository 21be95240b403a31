import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Plugin } from 'vite'
import { OWN_MODULES } from '../project/own-package.ts'

const THEIRS = '@astrojs/react/server.js'
const OURS = 'virtual:ssr-pages/react'

/** The options of the integration, which its own plugin gives. */
const OPTIONS = `${OURS}/options`

/** Files of `@astrojs/react` that ours imports: part of its server entry, but not of its exports. */
const PARTS = ['server.js', 'static-html.js', 'vnode-children.js']

/**
 * Returns the server entry of a renderer: ours for React, which renders without a stream where it
 * can; for all others the one that their integration gives.
 */
export function serverEntryOf(serverEntrypoint: string): string {
  return serverEntrypoint === THEIRS ? OURS : serverEntrypoint
}

/**
 * Creates the Vite plugin that finds our server entry for React. React and the parts of
 * `@astrojs/react` are looked for from there, because they may be installed below it.
 */
export function reactServerPlugin(): Plugin {
  const ours = join(OWN_MODULES, 'react-server.js')
  let theirs: Promise<string | undefined> | undefined
  return {
    name: 'ssr-pages:react-server',
    enforce: 'pre',
    applyToEnvironment: (environment) => environment.config.consumer === 'server',
    resolveId: {
      filter: { id: /^(?:virtual:ssr-pages\/react|react|react-dom)(?:\/|$)/ },
      async handler(source, importer) {
        const isOurs = importer === ours
        if (!isOurs && source !== OURS) return undefined
        theirs ??= this.resolve(THEIRS, importer).then((found) => found?.id)
        const entry = await theirs
        if (entry === undefined) return undefined
        const part = (name: string) => join(dirname(entry), name)
        // A version with other files keeps its own entry.
        if (source === OURS)
          return [ours, ...PARTS.map(part)].every((file) => existsSync(file)) ? ours : entry
        if (source === OPTIONS) return this.resolve('astro:react:opts', entry)
        if (source.startsWith(OURS)) return part(source.slice(OURS.length + 1))
        return this.resolve(source, entry, { skipSelf: true })
      },
    },
  }
}
