import type * as Compiler from '@astrojs/compiler-binding'

/** The one version that `render/` implements the output of; `@ssr-pages/build` depends on it exactly. */
export const COMPILER_VERSION = '0.5.1'

/** What the compiler's wrapper calls. */
type Binding = Pick<typeof Compiler, 'compileAstroSync' | 'extractStylesSync' | 'parseAstroSync'>

// One for the process: all projects in it use this version.
let provided: Binding | undefined

/**
 * Gives the compiler its native code. The bundled package has this module in the place of
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
