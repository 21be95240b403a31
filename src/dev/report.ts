import type { IncomingMessage, ServerResponse } from 'node:http'
import { statusOf, SsrPagesError } from '../errors.ts'
import { CLIENT } from '../vite/dev/client-script.ts'
import { type Problem, describeProblem, printProblem } from '../vite/dev/problem.ts'
import type { DevServer } from '../vite/dev/dev-server.ts'
import { errorPage } from './dev-page.ts'
import { changeAnswer, endWith } from './host-answer.ts'

/** How many problems a page can still ask for. */
const KEPT = 50

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
   * @param error - What was thrown.
   * @param exchange - The request, and who answers it.
   */
  add(
    error: unknown,
    exchange: { req: IncomingMessage; res: ServerResponse; server: DevServer },
  ): void {
    // Such as a 404 that a page throws: an answer, not a mistake.
    if (statusOf(error) < 500 && !(error instanceof SsrPagesError)) return
    const { req, res, server } = exchange
    const problem = describeProblem(error, server.run.site.root)
    console.error(printProblem(problem))
    const script = `${server.run.base}${CLIENT}?v=${server.version}&problem=${this.#keep(problem)}`
    const element = `<script type="module" src="${script}"></script>`
    if (res.headersSent) endWith(element, res)
    else changeAnswer(req, res, ({ html, isBare }) => (isBare ? errorPage(script) : html + element))
  }

  #keep(problem: Problem): number {
    this.#count += 1
    this.#problems.set(this.#count, problem)
    this.#problems.delete(this.#count - KEPT)
    return this.#count
  }
}
