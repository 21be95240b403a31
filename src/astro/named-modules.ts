import type { NamedFontProvider } from '../shared/font-family.ts'

/** A module of Astro that a configuration names, with options. It is never loaded. */
export interface NamedModule {
  readonly entrypoint: string
  readonly config: unknown
}

type NameModule = (config?: object) => NamedModule

// These functions let the configuration of an Astro project load. A warning then says what the
// keys with such values do here.

/**
 * Names the image service that resizes images.
 *
 * @param config - Its options. (default: none)
 * @returns The value of `image.service`.
 */
export function sharpImageService(config: object = {}): NamedModule {
  return { entrypoint: 'astro/assets/services/sharp', config }
}

/**
 * Names the image service that leaves images as they are.
 *
 * @returns The value of `image.service`.
 */
export function passthroughImageService(): NamedModule {
  return { entrypoint: 'astro/assets/services/noop', config: {} }
}

/**
 * Names the cache in memory.
 *
 * @param config - Its options. (default: none)
 * @returns The value of `cache.provider`.
 */
export function memoryCache(config: object = {}): NamedModule & { readonly name: string } {
  return { name: 'memory', entrypoint: 'astro/cache/memory', config }
}

/**
 * Names the optimizer of SVG files.
 *
 * @param config - Its options. (default: none)
 * @returns An optimizer that is never called.
 */
export function svgoOptimizer(config?: object): {
  readonly name: string
  readonly config: unknown
} {
  return { name: 'svgo', config }
}

/** Names the handlers of log messages, by name. */
export const logHandlers: Readonly<Record<string, NameModule>> = byName('astro/logger')

/** Names the drivers of sessions, by name. */
export const sessionDrivers: Readonly<Record<string, NameModule>> = byName('unstorage/drivers')

/**
 * Names the providers of fonts, by name. `local()` and `fontsource()` find their files on this machine; the others
 * would need the network during a build, and are refused with advice.
 */
export const fontProviders: Readonly<Record<string, (config?: object) => NamedFontProvider>> =
  new Proxy<Record<string, (config?: object) => NamedFontProvider>>(
    {},
    {
      get: (_, name) =>
        typeof name === 'string'
          ? (config?: object) => ({ name, entrypoint: `astro/fonts/${name}`, config })
          : undefined,
    },
  )

// Any name: Astro takes its names from packages that this one does not have.
function byName(folder: string): Readonly<Record<string, NameModule>> {
  return new Proxy<Record<string, NameModule>>(
    {},
    {
      get: (_, name) =>
        typeof name === 'string'
          ? (config?: object) => ({ entrypoint: `${folder}/${name}`, config })
          : undefined,
    },
  )
}
