/** Under which path the pages are mounted, and what must know it. */
interface Mount {
  /** As the host knows it. */
  base: string | undefined
  /** The same in a form that every context of HTML takes. */
  safe: string
  readonly followers: ((base: string) => void)[]
}

/** Global, because built pages may import another copy of this package than the server does. */
const KEY = Symbol.for('ssr-pages.mount')

const mount = findMount()

/**
 * Notes the path of the pages whose request is handled now. A page that waits may see the path of
 * another request, which matters only if one build is mounted twice.
 *
 * @param base - The path without a trailing slash.
 */
export function enterMount(base: string): void {
  // Fast path: nearly every site is mounted once.
  if (base === mount.base) return
  mount.base = base
  // Under a path with params, the client chooses it, and pages may print URLs without escaping.
  mount.safe = base.replaceAll(/[^\w./~%:@!$&()*+,;=-]/g, toPercent)
  for (const follow of mount.followers) follow(mount.safe)
}

function toPercent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`
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
  // A module that is loaded before the first request.
  if (mount.base === undefined) mount.safe = printed.slice(0, start)
  mount.followers.push((base) => set(base + path))
  return mount.base === undefined ? printed : mount.safe + path
}

/**
 * Removes the path where the pages are mounted from a URL.
 *
 * @param url - As it was printed for the current request.
 * @returns A path below the base, with a slash in front. URLs of other places stay as they are.
 */
export function withoutMount(url: string): string {
  const { safe } = mount
  return safe !== '' && url.startsWith(`${safe}/`) ? url.slice(safe.length) : url
}

/**
 * Returns the path under which the pages are mounted now, in a form that every context of HTML takes.
 *
 * @param base - The path that the site was built for, which stands until a request has come.
 * @returns The path without a trailing slash.
 */
export function mountPath(base: string): string {
  return mount.base === undefined ? base.replace(/\/$/, '') : mount.safe
}

function findMount(): Mount {
  const found: unknown = Reflect.get(globalThis, KEY)
  if (found !== undefined) return found as Mount
  const created: Mount = { base: undefined, safe: '', followers: [] }
  Object.defineProperty(globalThis, KEY, { value: created })
  return created
}
