import { groups } from './navigation.ts'

const named = new Map(
  groups.flatMap(({ pages }) =>
    pages.flatMap(({ file, path }) => (file === undefined ? [] : [[file, path] as const])),
  ),
)

/**
 * Where the site shows a Markdown file of the repository.
 *
 * @param file - Relative to the repository, with forward slashes.
 * @param anchor - A heading in it.
 * @returns A path of the site with the anchor; `undefined` if the site does not show the file.
 */
export function toSitePath(file: string, anchor = ''): string | undefined {
  if (file === 'README.md' && anchor === '') return '/'
  if (file === 'docs/errors.md' && anchor.startsWith('ssr_pages_')) {
    return `/errors/${anchor.toUpperCase()}`
  }
  const path = named.get(file) ?? /^docs(\/.+)\.md$/.exec(file)?.[1]
  return path === undefined || anchor === '' ? path : `${path}#${anchor}`
}
