import { posix } from 'node:path'
import { toSitePath } from '../site-path.ts'

/** Where a link leads: an address, or a file of the repository that has none. */
type Target = { readonly href: string } | { readonly file: string }

/**
 * Says where a link of a Markdown file leads on the site. Files that the site does not show are in the repository.
 *
 * @param href - As written in the Markdown file.
 * @param from - The Markdown file, relative to the repository.
 * @param repository - The address of the repository's files, if it has one.
 * @returns Where the link leads.
 */
export function resolveLink(href: string, from: string, repository?: string): Target {
  if (/^[a-z][a-z\d+.-]*:/i.test(href)) return { href }
  const [path = '', anchor = ''] = href.split('#')
  const file = path === '' ? from : posix.join(posix.dirname(from), decodeURI(path))
  const page = toSitePath(file, anchor)
  if (page !== undefined) return { href: page }
  return repository === undefined ? { file } : { href: `${repository}/${encodeURI(file)}` }
}
