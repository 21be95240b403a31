/** Loads an island's modules; the promise gives the function that hydrates it. */
export type LoadIsland = () => Promise<() => Promise<void>>

/** What the page prints about an island: the name of its tag, and the value of its directive. */
export interface DirectiveOptions {
  readonly name: string
  readonly value: unknown
}

/** Decides when an island is loaded and hydrated. */
export type Directive = (load: LoadIsland, options: DirectiveOptions, island: Element) => unknown

/** The global object of Astro's directives, to which custom ones add themselves. */
declare global {
  var Astro: Record<string, Directive> | undefined
}

const BUILT_IN: Readonly<Record<string, Directive>> = {
  load: hydrateNow,
  only: hydrateNow,
  idle(load, { value }) {
    const { timeout } = Object(value)
    const run = (): void => void hydrateNow(load)
    // Safari has no requestIdleCallback(). There, it may be an element with that name.
    if (typeof requestIdleCallback === 'function') requestIdleCallback(run, { timeout })
    else setTimeout(run, timeout || 200)
  },
  visible(load, { value }, island) {
    const { rootMargin } = Object(value)
    // The island itself has no box. If nothing in it has one that can be seen, it hydrates at once.
    const children = [...island.children].filter((child) => !child.matches('template,script,style'))
    if (children.length === 0) return hydrateNow(load)
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return
        observer.disconnect()
        void hydrateNow(load)
      },
      { rootMargin },
    )
    for (const child of children) observer.observe(child)
  },
  media(load, { value }) {
    const query = matchMedia(String(value))
    if (query.matches) return hydrateNow(load)
    query.addEventListener('change', () => void hydrateNow(load), { once: true })
  },
}

/** Adds the built-in directives to the global object, and tells the islands that wait for one. */
export function registerBuiltIns(): void {
  // A new object: an element whose id is "Astro" is `globalThis.Astro`, too.
  globalThis.Astro = { ...globalThis.Astro, ...BUILT_IN }
  for (const name in BUILT_IN) dispatchEvent(new Event(`astro:${name}`))
}

async function hydrateNow(load: LoadIsland): Promise<void> {
  const hydrate = await load()
  await hydrate()
}
