import type { Plugin } from 'vite'
import { BROWSER_ERRORS } from '../../shared/browser-modules.ts'

/** The module that islands await before they hydrate. */
const BEFORE_HYDRATION = /virtual:ssr-pages\/before-hydration$/

/**
 * Creates the Vite plugin by which pages with islands collect their errors. An island may hydrate
 * before the script of the page has run, which reports the errors.
 */
export function collectErrorsPlugin(): Plugin {
  return {
    name: 'ssr-pages:collect-errors',
    transform: {
      filter: { id: BEFORE_HYDRATION },
      handler(code) {
        return { code: COLLECT + code, map: null }
      },
    },
  }
}

const COLLECT = `const ssrPagesErrors = (globalThis[Symbol.for(${JSON.stringify(BROWSER_ERRORS)})] ??= [])
addEventListener('astro:hydration-error', (event) => ssrPagesErrors.push(event.detail.error))
addEventListener('error', ({ error }) => error && ssrPagesErrors.push(error))
addEventListener('unhandledrejection', ({ reason }) => ssrPagesErrors.push(reason))
`
