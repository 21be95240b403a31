import { resolveRoutes } from '../../build/resolve-routes.ts'
import { readFlag } from '../../build/select-prerendered.ts'
import type { Vite } from '../../project/build-tools.ts'
import { findPages } from '../../project/pages.ts'
import type { Site } from '../../project/site.ts'
import { isSsrPagesError } from '../../shared/errors.ts'

/** The hooks about routes in development. */
export interface LiveRoutes {
  /** The error of a hook, until the routes change again. */
  readonly failure: { readonly error: unknown } | undefined
  /** Runs the hooks if the routes are not the ones they have seen; never rejects. */
  resolve(site: Site): Promise<void>
}

const HOOKS = ['astro:route:setup', 'astro:routes:resolved']

/**
 * Creates what tells integrations about the routes, and about each change of them.
 *
 * @param warn - Receives warnings about routes.
 */
export function createLiveRoutes(vite: Vite, warn: (message: string) => void): LiveRoutes {
  let seen = ''
  let seenSite: Site | undefined
  let running: Promise<void> | undefined
  let failure: LiveRoutes['failure']

  async function run(site: Site): Promise<void> {
    try {
      await resolveRoutes({ vite, site, warn })
      failure = undefined
    } catch (error) {
      // All other errors are those of the pages, which report them with their place.
      const isOfHook = isSsrPagesError(error) && error.code === 'SSR_PAGES_INTEGRATION_FAILED'
      failure = isOfHook ? { error } : undefined
    }
  }
  return {
    get failure() {
      return failure
    },
    async resolve(site) {
      if (!site.integrations.list.some(({ hooks }) => HOOKS.some((hook) => hook in hooks))) return
      const current = describe(vite, site)
      if (current === seen && site === seenSite) return running
      seen = current
      seenSite = site
      // Hooks that still run have seen the routes before.
      const before = running ?? Promise.resolve()
      running = before.then(() => run(site))
      return running
    },
  }
}

function describe(vite: Vite, site: Site): string {
  try {
    return JSON.stringify(
      findPages(site).map((page) => [page.pattern, page.file, readFlag(site, vite, page)]),
    )
  } catch (error) {
    return String(error)
  }
}
