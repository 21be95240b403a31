import type { LoaderWatcher } from './loader-types.ts'

/** A watcher whose listeners can be removed together. */
export interface TrackedWatcher {
  readonly watcher: LoaderWatcher
  removeListeners(): void
}

/** Remembers the listeners that loaders add: the next run of the loaders adds them again. */
export function trackWatcher(watcher: LoaderWatcher): TrackedWatcher {
  const added: [event: string, listener: (path: string) => unknown][] = []
  const tracked = new Proxy(watcher, {
    get(target, name) {
      if (name === 'on' || name === 'addListener') {
        return (event: string, listener: (path: string) => unknown) => {
          added.push([event, listener])
          target.on(event, listener)
          return tracked
        }
      }
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  return {
    watcher: tracked,
    removeListeners() {
      for (const [event, listener] of added.splice(0)) watcher.off(event, listener)
    },
  }
}
