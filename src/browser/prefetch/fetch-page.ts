import { documentMember } from '../document-member.ts'

/** Options of {@link prefetch}. */
export interface PrefetchCall {
  /** Whether to fetch on a slow connection, too. (default: `false`) */
  readonly ignoreSlowConnection?: boolean
  /** Has no effect: the browser decides how it fetches. */
  readonly with?: 'link' | 'fetch'
  /** Has no effect: there are no speculation rules. */
  readonly eagerness?: 'immediate' | 'eager' | 'moderate' | 'conservative'
}

/**
 * Fetches a page of this site, so that a visit to it begins at once. A page is fetched once. Other origins, the
 * current page and, unless told otherwise, slow connections are left alone. On the server, nothing happens.
 *
 * @param url - The page's URL, absolute or relative to the current one.
 * @param options - How to fetch it.
 */
export function prefetch(url: string, options: PrefetchCall = {}): void {
  if (typeof document === 'undefined' || !navigator.onLine) return
  if (options.ignoreSlowConnection !== true && isSlow()) return
  const target = toTarget(url)
  if (target === undefined || fetched().has(target)) return
  fetched().add(target)
  load(target)
}

/** Whether the visitor saves data, or has a connection of the second generation. */
export function isSlow(): boolean {
  const { connection } = navigator as Navigator & { readonly connection?: Connection }
  if (connection === undefined) return false
  return connection.saveData === true || /2g/.test(connection.effectiveType ?? '')
}

/** https://developer.mozilla.org/en-US/docs/Web/API/NetworkInformation */
interface Connection {
  readonly saveData?: boolean
  readonly effectiveType?: string
}

function toTarget(text: string): string | undefined {
  if (!URL.canParse(text, location.href)) return undefined
  const url = new URL(text, location.href)
  url.hash = ''
  const isHere = url.pathname === location.pathname && url.search === location.search
  return url.origin === location.origin && !isHere ? url.href : undefined
}

// Shared by all copies of this module: a page may load several.
const FETCHED = Symbol.for('ssr-pages.prefetched')

function fetched(): Set<string> {
  const known: unknown = Reflect.get(globalThis, FETCHED)
  if (known instanceof Set) return known
  const created = new Set<string>()
  Reflect.set(globalThis, FETCHED, created)
  return created
}

function load(url: string): void {
  const link = documentMember('createElement').call(document, 'link')
  if (!(link instanceof HTMLLinkElement) || !link.relList.supports('prefetch')) {
    void fetch(url, { priority: 'low' }).catch(() => {})
    return
  }
  link.rel = 'prefetch'
  link.href = url
  documentMember('head').append(link)
}
