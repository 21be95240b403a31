import { setTimeout as wait } from 'node:timers/promises'
import { inspect } from 'node:util'
import type { Content } from '../../shared/content.ts'
import { type ContentHost, ContentState, toKey } from './content-state.ts'
import type { ContentWatcher } from './content-watcher.ts'
import { readStats } from './read-stats.ts'

/** The content of a project, which follows changes of files. */
export interface LiveContent {
  /** The content as modules see it: complete, with all changes that were reported. */
  readonly content: Content
  /** Tells whether an entry comes from a file. */
  has(file: string): boolean
  /** Lets loaders see a change of a file, or imports the configuration again. */
  note(event: string, file: string): void
  /** Resolves when the changes that were reported so far are stored. */
  settled(): Promise<void>
}

/**
 * Makes the content of a project follow changes of files. Open pages reload once for changes that come
 * together.
 *
 * @param watcher - The watcher that the loaders have got.
 */
export function createLiveContent(
  content: Content,
  watcher: ContentWatcher,
  host: ContentHost,
): LiveContent {
  const state = new ContentState(content, host)
  content.onChange((names) => {
    // The first load changes all collections, for the page that has asked for them.
    if (!state.isRead) return
    for (const name of names) state.changed.add(name)
    void state.run(async () => {})
  })
  return {
    content: {
      config: content.config,
      liveConfig: content.liveConfig,
      load: () => state.load(),
      refresh: (options) => state.run(() => content.refresh(options)),
      restart: () => state.run(() => state.restart()),
      types: () => content.types(),
      configFiles: () => content.configFiles(),
      onChange: (listener) => content.onChange(listener),
      close: () => content.close(),
    },
    has: (file) => state.files.has(toKey(file)),
    settled: () => state.settled(),
    note: function note(event, file) {
      if (!state.isRead) return state.later(() => note(event, file))
      state.file = file
      // Until the loader has stored the entry, its module and its data are not of one moment.
      const names = state.files.get(toKey(file))
      if (names) host.invalidate(names)
      void state.run(async () => {
        if (state.isOfConfig(file)) return state.restart()
        if (event === 'change' || event === 'add') await untilWritten(file)
        for (const error of await watcher.report(event, file)) host.warn(inspect(error))
      })
    },
  }
}

/** How long an editor may need to write a file that it has emptied, in milliseconds; as Vite waits. */
const WRITE_MS = 100

// Editors empty a file before they write it.
async function untilWritten(file: string): Promise<void> {
  const start = performance.now()
  while (readStats(file)?.size === 0 && performance.now() - start < WRITE_MS) await wait(5)
}
