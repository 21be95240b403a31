import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Site } from '../project/site.ts'

/**
 * Whether built modules may import `ssr-pages/runtime`. A site that has only API routes works
 * without the package beside it, and must not begin to need it.
 *
 * @returns True if the package is found from the project and from the built pages.
 */
export function canImportRuntime({ root, outDir }: Site): boolean {
  return [root, outDir].every(findsPackage)
}

function findsPackage(folder: string): boolean {
  try {
    createRequire(join(folder, 'page.mjs')).resolve('ssr-pages/package.json')
    return true
  } catch {
    return false
  }
}
