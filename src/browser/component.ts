/** Imports a module. After a failure, once more a second later: the network may have been down. */
export async function importModule(url: string): Promise<Record<string, unknown>> {
  try {
    return await import(/* @vite-ignore */ url)
  } catch {
    await new Promise((resolve) => setTimeout(resolve, 1000))
    // Browsers remember the failure of a URL.
    const again = new URL(url, location.href)
    again.searchParams.set('astro-retry', String(Date.now()))
    return import(/* @vite-ignore */ again.href)
  }
}

/**
 * Returns an export of a module.
 *
 * @param path - The name of the export, or names in dots: `default.Button`.
 */
export function pickExport(module: unknown, path: string): unknown {
  let value = module
  for (const name of path.split('.')) {
    // Own properties only: neither `constructor` nor anything else of a prototype is a component.
    const descriptor = value === Object(value) && Object.hasOwn(value as object, name)
    if (!descriptor) throw new Error(`There is no export ${path}`)
    value = (value as Record<string, unknown>)[name]
  }
  return value
}
