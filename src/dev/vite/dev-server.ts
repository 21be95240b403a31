import type { IncomingMessage } from 'node:http'
import type { Problem } from '../../diagnostics/problem.ts'
import type { LivePages } from './live-pages.ts'
import type { PageVersions } from './page-versions.ts'
import type { Run } from './run.ts'

/** The development server of a project, whose pages come from their sources. */
export interface DevServer {
  /** The versions of the sources and of each page. */
  readonly versions: PageVersions
  /** The current run of Vite. */
  readonly run: Run
  /**
   * Returns the pages of the current sources, the same object until something changes.
   *
   * @throws {SsrPagesError} CONFIG_INVALID, and the codes of {@link createLivePages}: when the
   *   sources have an error
   */
  pages(): LivePages
  /** Notes that a module did not load: any file that is saved may be the fix. */
  fail(): void
  /** Resolves when no restart is under way. */
  settled(): Promise<void>
  /** Keeps the current modules for a request that begins, until the returned function is called. */
  hold(): () => void
  /** Lets open pages of the server that received the request follow changes. */
  attach(req: IncomingMessage): void
  close(): Promise<void>
}

/** Options of a development server. */
export interface DevOptions {
  readonly root: string
  /** Path that the pages are mounted at, without a slash at the end. */
  readonly mount: string
  readonly warn: (message: string) => void
  /** Logs the effect of a change in Vite's words: `page reload src/pages/index.astro`. */
  readonly log: (message: string) => void
  /** Called when the pages have changed and open browsers are about to request them. */
  readonly onChange: (server: DevServer) => void
  /**
   * Called with an error that happened in a browser, or in compiling a module for a browser.
   *
   * @param isPrinted - Whether the terminal shows it already.
   * @returns The problem that open pages show, and its number.
   */
  readonly onBrowserError: (
    error: unknown,
    server: DevServer,
    isPrinted: boolean,
  ) => { readonly id: number; readonly problem: Problem }
}
