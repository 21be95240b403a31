import type { SessionConfig } from '../session/settings.ts'
import type { HandlerOptions } from './handler.ts'

/** Options that are written into the function, which is no place for secrets. */
export interface NetlifyOptions extends Pick<
  HandlerOptions,
  'checkOrigin' | 'cacheOnDemandPages' | 'imageCDN'
> {
  /** The name of the function and of its folder. (default: `'entry'`) */
  name?: string
  /**
   * The folder of functions, relative to the root. `'.netlify/v1/functions'` is also possible,
   * which Netlify's tools add to `.gitignore` themselves. (default: `'netlify/functions'`)
   */
  functionsDir?: string
  /**
   * Paths that the function does not answer: `['/api/*']` for functions of your own. The paths of
   * `public/_redirects` are always excluded. (default: none)
   */
  excludedPath?: readonly string[]
  /**
   * Files and folders, relative to the root, that pages read at run time. The function finds them
   * relative to its current directory, at the same paths as in the project. (default: none)
   */
  includeFiles?: readonly string[]
  /**
   * Packages that are copied instead of bundled because they cannot be bundled, such as those with
   * native code. (default: none)
   */
  external?: readonly string[]
  /**
   * How long a session lasts, how long a page waits for the store, and the cookie; `false` for
   * pages without `Astro.session`. (default: all defaults)
   */
  session?: false | Pick<SessionConfig, 'ttl' | 'timeout' | 'cookie'>
}

/** The options with all defaults that the build needs. */
export interface NetlifySettings extends NetlifyOptions {
  readonly name: string
  readonly functionsDir: string
  readonly excludedPath: readonly string[]
  readonly includeFiles: readonly string[]
  readonly external: readonly string[]
}
