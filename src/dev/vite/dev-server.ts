import type { IncomingMessage } from 'node:http'
import type { LivePages } from './live-pages.ts'
import type { Run } from './run.ts'

/** A project whose pages are made from their sources. */
export interface DevServer {
  /** Of the sources: another one after each change, and in each process. */
  readonly version: string
  /** Vite, as the configuration is now. */
  readonly run: Run
  /**
   * Gives the pages as the sources are now, the same ones until something changes.
   *
   * @throws {SsrPagesError} CONFIG_INVALID, and whatever {@link createLivePages} throws
   */
  pages(): LivePages
  /** Resolves when no other configuration is being taken up. */
  settled(): Promise<void>
  /** Keeps the modules of now for a request that begins, until the function is called. */
  hold(): () => void
  /** Lets the open pages of the server that a request came to follow the changes. */
  attach(req: IncomingMessage): void
  close(): Promise<void>
}

/** What to develop, and where. */
export interface DevOptions {
  readonly root: string
  /** Where the pages are mounted, without a slash at the end. */
  readonly mount: string
  readonly warn: (message: string) => void
  /** Shows what a change does, as Vite words it: `page reload src/pages/index.astro`. */
  readonly log: (message: string) => void
  /** Told that there are new pages, which open browsers are about to ask for. */
  readonly onChange: (server: DevServer) => void
}
