type Follower = (base: string) => void

const followers: Follower[] = []
let current: string | undefined

/**
 * Notes under which path the pages are mounted whose request is handled now. Pages that wait may
 * see the path of another request, which matters only if one build is mounted twice.
 *
 * @param base - The path without a trailing slash.
 */
export function enterMount(base: string): void {
  // Fast path: nearly every site is mounted once.
  if (base === current) return
  current = base
  for (const follow of followers) follow(base)
}

/**
 * Keeps the URL of an imported file right under the path where the pages are mounted.
 *
 * @param printed - The URL, with the path that the site was built for.
 * @param start - Length of that path, without a trailing slash.
 * @param set - Receives the URL each time the path changes.
 * @returns The URL under the current path.
 */
export function followMount(printed: string, start: number, set: (url: string) => void): string {
  const path = printed.slice(start)
  followers.push((base) => set(base + path))
  return current === undefined ? printed : current + path
}
