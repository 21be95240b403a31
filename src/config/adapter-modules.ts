import type { Rolldown } from 'vite'

/** Adapters for Astro that are replaced, or refused by name, whether they are installed or not. */
const ADAPTERS =
  /^(?<name>@astrojs\/(?:cloudflare|deno|netlify|node|vercel)|@deno\/astro-adapter)(?:\/.*)?$/
const PREFIX = '\0ssr-pages:adapter:'

/**
 * Replaces the adapters for Astro that a configuration imports: each only says what it is.
 */
export function adaptersPlugin(): Rolldown.Plugin {
  return {
    name: 'ssr-pages:config-adapters',
    resolveId: (id) => (ADAPTERS.test(id) ? PREFIX + id : undefined),
    load: (id) => (id.startsWith(PREFIX) ? toModule(id.slice(PREFIX.length)) : undefined),
  }
}

// With `hooks` it looks like any adapter for Astro.
function toModule(entry: string): string {
  const name = ADAPTERS.exec(entry)?.groups?.['name']
  const fields = JSON.stringify({ name, entry }).slice(1, -1)
  return `export default (options = {}) => ({ ${fields}, options, hooks: {} })\n`
}
