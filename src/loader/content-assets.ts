import type { FindAssets, ManifestContent } from '../shared/types.ts'
import { toAssets } from './routes.ts'

/** Creates the function that finds the browser files of content modules. */
export function createContentAssets(content: readonly ManifestContent[]): FindAssets {
  const byFile = new Map(
    content.map((one) => [one.file, toAssets({ ...one, hasHead: false })] as const),
  )
  return (file) => byFile.get(file)
}
