import { SsrPagesError } from '../shared/errors.ts'
import { renderHead } from './head.ts'
import { nextTask } from './next-task.ts'
import type { PageRender } from './page-render.ts'
import { interruptingResponse } from '../context/response.ts'
import type { Sink } from './sink.ts'

/**
 * A page that is still being rendered, as chunks of HTML in document order. Stopping the iteration,
 * even before its first step, stops the page: components that have not begun to run do not run.
 */
export class PageStream implements AsyncIterableIterator<string> {
  readonly #sink: Sink
  readonly #render: PageRender
  #isFirst: boolean
  #isDone = false
  #failure: { readonly error: unknown } | undefined

  /**
   * @param pending - Settles when the page is complete.
   * @param sink - Receives the page's output.
   * @param render - The page being rendered.
   * @param isPartial - True for a fragment, which gets no doctype.
   */
  constructor(pending: Promise<void>, sink: Sink, render: PageRender, isPartial: boolean) {
    this.#sink = sink
    this.#render = render
    this.#isFirst = !isPartial
    void pending
      .then(() => this.#finish(), rejectLateResponse)
      .catch((error: unknown) => (this.#failure = { error }))
      .then(() => sink.wake())
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async next(): Promise<IteratorResult<string, undefined>> {
    for (;;) {
      const text = this.#sink.take()
      if (text !== '') return { value: this.#toChunk(text), done: false }
      if (this.#failure !== undefined) throw this.#failure.error
      if (this.#isDone || this.#sink.isStopped) return { value: undefined, done: true }
      await this.#sink.written()
      // Everything that is ready in the same turn becomes one chunk.
      await nextTask()
    }
  }

  return(): Promise<IteratorResult<string, undefined>> {
    this.#sink.stop()
    return Promise.resolve({ value: undefined, done: true })
  }

  #toChunk(text: string): string {
    const chunk = this.#isFirst ? withDoctype(text) : text
    this.#isFirst = false
    return chunk
  }

  #finish(): void {
    this.#sink.mark(renderHead(this.#render))
    this.#isDone = true
  }
}

/**
 * Puts a doctype in front of a page, unless it has one. The compiler removes the author's own.
 *
 * @param html - The beginning of the page.
 */
export function withDoctype(html: string): string {
  // Joined before the test: both testing and sending a concatenated string copy it, but only once.
  const page = DOCTYPE + html
  return HAS_OWN.test(page) ? html : page
}

const DOCTYPE = '<!DOCTYPE html>'
const HAS_OWN = /^<!DOCTYPE html>\s*<!doctype\s/i

function rejectLateResponse(thrown: unknown): never {
  const response = interruptingResponse(thrown)
  if (response === undefined) throw thrown
  const what = 'A component returned a Response after the first part of the page was sent.'
  throw new SsrPagesError('RESPONSE_SENT', what, { status: response.status })
}
