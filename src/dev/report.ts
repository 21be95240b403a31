import type { IncomingMessage, ServerResponse } from 'node:http'
import { statusOf, isSsrPagesError } from '../shared/errors.ts'
import { toCompileFailure } from '../diagnostics/compile-failure.ts'
import { createPaint } from '../diagnostics/paint.ts'
import { CLIENT } from './vite/client-script.ts'
import type { DevServer } from './vite/dev-server.ts'
import { nameImports } from '../diagnostics/name-imports.ts'
import { type Problem, describeProblem, printProblem } from '../diagnostics/problem.ts'
import { errorPage } from './dev-page.ts'
import { changeErrorAnswer, endWith } from './host-answer.ts'
import { property } from '../shared/property.ts'
import { printOnce } from './print-once.ts'

/** The number of problems that are kept for the scripts of pages. */
const KEPT = 50

/** The request of a problem, and the servers that answer it. */
export interface FailedExchange {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  readonly server: DevServer
  /** The host's `next()`, when the host receives the error. */
  readonly next?: ((error?: unknown) => void) | undefined
}

/** Recent problems, which it shows in the terminal and in the browser. */
export class Reports {
  readonly #problems = new Map<number, Problem>()
  #count = 0

  /**
   * Returns a problem to the script of the page that had it; `undefined` when it is too old.
   *
   * @param id - Its number, from the URL of the page's script.
   */
  find(id: number): Problem | undefined {
    return this.#problems.get(id)
  }

  /**
   * Shows an error. The host still answers the request; the page that it sends shows the problem.
   *
   * @param thrown - Any thrown value. Vite's names of imports in it are replaced by those of the
   *   source.
   * @returns False when it is not a mistake, such as a 404 that a page throws.
   */
  add(thrown: unknown, exchange: FailedExchange): boolean {
    // A page may import a module only when it runs.
    const error = toCompileFailure(thrown, exchange.server.run.site)
    if (property(thrown, 'runnerError') !== undefined) exchange.server.fail()
    if (statusOf(error) < 500 && !isSsrPagesError(error)) return false
    const { req, res, server, next } = exchange
    nameImports(error, server.run.server.environments.ssr)
    const problem = describeProblem(error, server.run.site)
    const text = printProblem(problem, createPaint(process.stderr))
    const script = `${server.run.base}${CLIENT}?v=${server.versions.current}&problem=${this.#keep(problem)}`
    const element = `<script type="module" src="${script}"></script>`
    if (res.headersSent) endWith(element, res)
    else
      changeErrorAnswer(req, res, ({ html, isBare }) =>
        isBare ? errorPage(script) : html + element,
      )
    if (res.headersSent || next === undefined) console.error(text)
    else printOnce(text, error, res)
    return true
  }

  /**
   * Describes an error that happened in a browser.
   *
   * @param isPrinted - Whether the terminal shows it already.
   * @returns The problem and its number, for open pages.
   */
  note(error: unknown, server: DevServer, isPrinted: boolean): { id: number; problem: Problem } {
    const problem = describeProblem(error, server.run.site)
    if (!isPrinted) console.error(printProblem(problem, createPaint(process.stderr)))
    return { id: this.#keep(problem), problem }
  }

  #keep(problem: Problem): number {
    this.#count += 1
    this.#problems.set(this.#count, problem)
    this.#problems.delete(this.#count - KEPT)
    return this.#count
  }
}
