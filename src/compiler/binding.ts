import type * as Compiler from '@astrojs/compiler-binding'

/** The only version whose output `render/` supports. `@ssr-pages/build` depends on exactly this one. */
export const COMPILER_VERSION = '0.5.1'

/** The functions that the compiler's wrapper calls. */
type Binding = Pick<typeof Compiler, 'compileAstroSync' | 'extractStylesSync' | 'parseAstroSync'>

// Shared by all projects in this process: they use the same version.
let provided: Binding | undefined

/**
 * Sets the native code of the compiler. In the bundled package, this module replaces
 * `@astrojs/compiler-binding`, which a production server does not install; see `scripts/bundle.js`.
 *
 * @param binding - The exports of `@astrojs/compiler-binding`.
 */
export function provideBinding(binding: Binding): void {
  provided = binding
}

function binding(): Binding {
  if (provided === undefined) throw new TypeError('The compiler was not loaded: loadCompiler().')
  return provided
}

/** @public */
export const compileAstroSync: Binding['compileAstroSync'] = (...args) =>
  binding().compileAstroSync(...args)

/** @public */
export const extractStylesSync: Binding['extractStylesSync'] = (...args) =>
  binding().extractStylesSync(...args)

/** @public */
export const parseAstroSync: Binding['parseAstroSync'] = (...args) =>
  binding().parseAstroSync(...args)
