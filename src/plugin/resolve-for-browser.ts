import type { ResolveFn } from 'vite'
import { toTypeScriptName } from './aliases.ts'

interface ResolveContext {
  resolve(
    specifier: string,
    importer?: string,
  ): Promise<{ readonly id: string; readonly external?: unknown } | null>
}

/**
 * Finds the module of an import as browsers load it: a package may have other files for them.
 *
 * @param context - That of a plugin.
 * @param resolveFile - Vite's resolver, for packages.
 */
export async function resolveForBrowser(
  specifier: string,
  importer: string,
  context: ResolveContext,
  resolveFile: ResolveFn,
): Promise<string | undefined> {
  const found = await context.resolve(specifier, toTypeScriptName(importer))
  if (!found) return undefined
  const isOfPackage = found.external || /[\\/]node_modules[\\/]/.test(found.id)
  const forBrowser = isOfPackage && (await resolveFile(specifier, importer, false, false))
  return forBrowser || found.id
}
