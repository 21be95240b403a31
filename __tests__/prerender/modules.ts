import { prerender, type Prerendered } from '../../src/prerender/prerender.ts'
import { toPattern } from '../../src/routing/parse.ts'
import type { Manifest, PageModule } from '../../src/shared/types.ts'

/**
 * Modules by file name, or the errors of their imports. `.ts` is an API route; a name with `live.`
 * is not prerendered.
 */
export type Modules = Readonly<Record<string, PageModule | Error>>

/** The result of prerendering. */
export interface Outcome extends Prerendered {
  readonly files: ReadonlyMap<string, string>
  readonly log: readonly string[]
  /** The progress messages. */
  readonly progress: readonly string[]
}

/** Prerenders modules in memory. */
export async function prerenderModules(
  modules: Modules,
  init: Partial<Manifest> = {},
  publicFiles: readonly string[] = [],
): Promise<Outcome> {
  const files = new Map<string, string>()
  const log: string[] = []
  const progress: string[] = []
  const result = await prerender({
    manifest: { version: 1, base: '/', client: '../client', ...init, routes: toRoutes(modules) },
    async importModule(file) {
      const module = modules[file] ?? {}
      if (module instanceof Error) throw module
      return module
    },
    isStatic: true,
    sourceOf: (file) => `src/pages/${file}`,
    isPublic: (file) => publicFiles.includes(file),
    write(file, content) {
      if (files.has(file)) throw new Error(`${file} is there`)
      files.set(file, typeof content === 'string' ? content : new TextDecoder().decode(content))
    },
    step: (message) => log.push(message),
    progress: (message) => progress.push(message),
    warnOnce: (message) => log.push(message),
  })
  return { ...result, files, log, progress }
}

function toRoutes(modules: Modules): Manifest['routes'] {
  return Object.keys(modules).map((file) => ({
    pattern: toPattern(file).replace('live.', ''),
    file,
    kind: file.endsWith('.ts') ? ('endpoint' as const) : ('page' as const),
    styles: [],
    scripts: {},
    hasHead: false,
    ...(!file.includes('live.') && { prerendered: [] }),
  }))
}
