import type { SessionConfig } from '../session/settings.ts'
import type { HandlerOptions } from './handler.ts'

/** What is written into the function; a secret has no place here. */
export interface NetlifyOptions extends Pick<HandlerOptions, 'checkOrigin' | 'cacheOnDemandPages'> {
  /** The function's name, and that of its folder. (default: `'entry'`) */
  name?: string
  /**
   * The folder of functions, relative to the root: also `'.netlify/v1/functions'`, which Netlify's
   * tools ignore in git by themselves. (default: `'netlify/functions'`)
   */
  functionsDir?: string
  /**
   * Paths that the function leaves to others: `['/api/*']` for functions of your own. The paths of
   * `public/_redirects` are left to it anyway. (default: none)
   */
  excludedPath?: readonly string[]
  /**
   * Files and folders, relative to the root, that pages read while they run. They lie below the
   * current folder of the function, as they do in the project. (default: none)
   */
  includeFiles?: readonly string[]
  /**
   * Packages to copy as they are, because they cannot be bundled: those with native code. (default:
   * none)
   */
  external?: readonly string[]
  /**
   * How long a session lasts, how long a page waits for it, and its cookie; `false` for pages
   * without `Astro.session`. (default: all defaults)
   */
  session?: false | Pick<SessionConfig, 'ttl' | 'timeout' | 'cookie'>
}

/** Options with every default that the build needs filled in. */
export interface NetlifySettings extends NetlifyOptions {
  readonly name: string
  readonly functionsDir: string
  readonly excludedPath: readonly string[]
  readonly includeFiles: readonly string[]
  readonly external: readonly string[]
}
