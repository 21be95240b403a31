/** Whether an original is of another host, and not a path of the site. */
export function isRemote(href: string): boolean {
  return !href.startsWith('/') || href.startsWith('//')
}
