import { slug } from 'github-slugger'

/**
 * Makes the id of an entry from the path of its file: each folder and the name become words between
 * hyphens, and `index` names its folder.
 *
 * @param entry - Relative to the folder of the collection, with forward slashes.
 */
export function toEntryId(entry: string): string {
  const bare = entry.replace(/(?<=[^/])\.[^./]*$/, '')
  const segments = bare.split('/').map((segment) => slug(segment))
  return segments.join('/').replace(/\/index$/, '')
}
