/**
 * Whether a response shows a page to the visitor: neither a redirect, nor an error of the server.
 */
export function showsPage(status: number, method: string | undefined): boolean {
  return (status < 300 || (status >= 400 && status < 500)) && method !== 'HEAD'
}
