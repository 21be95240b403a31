import type { IncomingMessage, ServerResponse } from 'node:http'
import { statusOf, isSsrPagesError } from '../shared/errors.ts'
import { createPaint } from '../diagnostics/paint.ts'
import { CLIENT } from './vite/client-script.ts'
import type { DevServer } from './vite/dev-server.ts'
import { nameImports } from '../diagnostics/name-imports.ts'
import { type Problem, describeProblem, printProblem } from '../diagnostics/problem.ts'
import { errorPage } from './dev-page.ts'
import { changeAnswer, endWith } from './host-answer.ts'
import { printOnce } from './print-once.ts'

/** How many problems a page can still ask for. */
const KEPT = 50

/** The request of a problem, and who answers it. */
export interface FailedExchange {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  readonly server: DevServer
  /** The host, where it is told of the error. */
  readonly next?: ((error?: unknown) => void) | undefined
}

/** What went wrong lately: told to the terminal and to the browser. */
export class Reports {
  readonly #problems = new Map<number, Problem>()
  #count = 0

  /**
   * Gives a problem to the script of the page that had it.
   *
   * @param id - Its number, as the page's script has it in its URL.
   * @returns The problem, or `undefined` when it is long ago.
   */
  find(id: number): Problem | undefined {
    return this.#problems.get(id)
  }

  /**
   * Tells of an error. The answer is still the host's to give; the page it sends shows the problem.
   *
   * @param error - What was thrown; where it names imports as Vite does, it gets those of the source.
   * @param exchange - The request, and who answers it.
   * @returns False when it is no mistake, such as a 404 that a page throws.
   */
  add(error: unknown, exchange: FailedExchange): boolean {
    if (statusOf(error) < 500 && !isSsrPagesError(error)) return false
    const { req, res, server, next } = exchange
    nameImports(error, server.run.server.environments.ssr)
    const problem = describeProblem(error, server.run.site)
    const text = printProblem(problem, createPaint(process.stderr))
    const script = `${server.run.base}${CLIENT}?v=${server.version}&problem=${this.#keep(problem)}`
    const element = `<script type="module" src="${script}"></script>`
    if (res.headersSent) endWith(element, res)
    else changeAnswer(req, res, ({ html, isBare }) => (isBare ? errorPage(script) : html + element))
    if (res.headersSent || next === undefined) console.error(text)
    else printOnce(text, error, res)
    return true
  }

  #keep(problem: Problem): number {
    this.#count += 1
    this.#problems.set(this.#count, problem)
    this.#problems.delete(this.#count - KEPT)
    return this.#count
  }
}
