import { SsrPagesError } from '../shared/errors.ts'
import { isPending } from '../shared/pending.ts'
import type { HtmlOutput, Output } from '../shared/types.ts'
import { isHtmlComponent, renderComponent } from './component.ts'
import { type RawFactory, isFactory } from './component-factory.ts'
import { nextTask } from './next-task.ts'
import { nonceAttribute } from './nonce.ts'
import { toHeadHtml } from './head.ts'
import { isJsxFunction } from './jsx/call.ts'
import { Markup, seal } from './markup.ts'
import { PageRender, type SlotMap } from './page-render.ts'
import type { PageState } from './page-state.ts'
import { untilIdle } from './busy.ts'
import { AstroGlobal } from './astro.ts'
import { PageStream, withDoctype } from './page-stream.ts'
import type { Visit } from '../context/visit.ts'
import { isRenderable, isThenable } from './renderable.ts'
import { interruptingResponse, isResponse } from '../context/response.ts'
import { Sink } from './sink.ts'

/** What a page's module exports about the page. */
export interface Page {
  /** A compiled component, or a handwritten function of `Astro`. */
  readonly component: (...args: never[]) => unknown
  /** True for a fragment, which has neither doctype nor head content. */
  readonly isPartial: boolean
}

/**
 * Above this many characters that a slow client has not taken, the producers of a streamed page
 * wait.
 */
const STREAM_LIMIT = 64 * 1024

/**
 * Renders a page to HTML, or to the `Response` that the page or one of its components returned.
 *
 * @param page - The page.
 * @param visit - The request and its route.
 * @returns The result, synchronous if nothing was pending; for a page with slow parts, HTML in
 *   chunks.
 * @throws {unknown} whatever the page throws
 * @throws {SsrPagesError} PAGE_RESULT_INVALID, NONCE_INVALID
 */
export function renderPage(page: Page, visit: Visit): Output | Promise<Output> {
  const { source, route, shared, props } = visit
  const { policy } = shared
  const nonce = policy === undefined ? shared.options.nonce : policy.nonce
  const toHead = shared.options.head
  const attribute = nonceAttribute(nonce)
  const head = toHead
    ? toHead(route.assets, attribute, source.base)
    : toHeadHtml(route.assets, source.base, attribute)
  const render = page.isPartial
    ? new PartialRender(visit, '', nonce)
    : new AstroRender(visit, head, nonce)
  const result = runPage(page, render, props ?? {})
  if (isPending(result)) source.onAbort(() => render.state.stop())
  return result
}

/** A render whose components see the request as `Astro`. */
class AstroRender extends PageRender {
  override createAstro(
    props: Record<string, unknown>,
    slots?: SlotMap,
    keepsRequest?: boolean,
  ): AstroGlobal {
    return new AstroGlobal(this, props, slots ?? {}, keepsRequest)
  }
}

/** A class, because a property would cost every page. */
class PartialRender extends AstroRender {
  override get isPartial(): boolean {
    return true
  }
}

function runPage(
  page: Page,
  render: PageRender,
  props: Record<string, unknown>,
): Output | Promise<Output> {
  const raw = rawFactoryOf(page.component)
  const finish = (output: unknown): Output | Promise<Output> => {
    try {
      return toResult(raw === undefined ? output : seal(output), page, render)
    } catch (error) {
      return toInterruption(error)
    }
  }
  try {
    const output = raw === undefined ? callPage(page, render, props) : raw(render, props, {})
    return isThenable(output)
      ? Promise.resolve(output).then(finish, toInterruption)
      : finish(output)
  } catch (error) {
    return toInterruption(error)
  }
}

// A component without head content in front of its output: calling it directly saves a promise.
function rawFactoryOf(component: Page['component']): RawFactory | undefined {
  return isFactory(component) && component['~headed'] !== true ? component['~raw'] : undefined
}

function callPage(
  { component }: Page,
  render: PageRender,
  props: Record<string, unknown>,
): unknown {
  if (isFactory(component)) return component(render, props, {})
  if (isJsxFunction(component)) return renderComponent(render, 'Content', component, props)
  if (isHtmlComponent(component)) return new Markup(component({ slots: Object.create(null) }))
  return (component as (astro: unknown) => unknown)(render.createAstro(props))
}

function toResult(output: unknown, page: Page, render: PageRender): Output | Promise<Output> {
  if (isResponse(output)) return { response: output }
  if (!isRenderable(output)) {
    const { pattern } = render.visit.route
    const seen = output === null ? 'null' : typeof output
    const what = `The page ${pattern} returned ${seen} instead of a Response or a template.`
    throw new SsrPagesError('PAGE_RESULT_INVALID', what, { page: pattern })
  }
  const { isStreaming = true } = render.visit.shared.options
  const sink = new Sink(render.state, isStreaming ? STREAM_LIMIT : Infinity)
  const pending = output['~render'](sink)
  if (pending === undefined) return toHtmlOutput(toDocument(sink, page, render), render)
  return toPendingResult(pending, sink, page, render, isStreaming)
}

// Renders a page that awaited only what was already available to one string. A slower page starts
// to stream as soon as there is something to send, with the status, headers and cookies that it has
// by then.
async function toPendingResult(
  pending: Promise<void>,
  sink: Sink,
  page: Page,
  render: PageRender,
  isStreaming: boolean,
): Promise<Output> {
  try {
    const done = pending.then(() => true)
    const isDone = isStreaming
      ? await Promise.race([done, readyToStream(sink, render.state)])
      : await done
    if (isDone) return toHtmlOutput(toDocument(sink, page, render), render)
  } catch (error) {
    sink.stop()
    return toInterruption(error)
  }
  const complete = render.visit.shared.persistAfter(pending)
  const stream = new PageStream(complete, sink, render, page.isPartial)
  return toHtmlOutput(stream, render)
}

async function readyToStream(sink: Sink, state: PageState): Promise<false> {
  await nextTask()
  while (sink.isEmpty && !sink.isStopped) {
    await sink.written()
    await nextTask()
  }
  const idle = untilIdle(state)
  if (idle !== undefined) await idle
  return false
}

function toDocument(sink: Sink, page: Page, render: PageRender): string {
  // Styles without a place in the page are put first.
  const rest = sink.take()
  const body = putFirst(render.takeHead(), rest)
  // As in Astro, a page that prints nothing is empty.
  return page.isPartial || body === '' ? body : withDoctype(body)
}

// Handwritten HTML has no mark for the head, and may have a doctype.
function putFirst(head: string, html: string): string {
  if (head === '') return html
  const [doctype = ''] = /^\s*<!doctype[^>]*>/i.exec(html) ?? []
  return doctype + head + html.slice(doctype.length)
}

function toHtmlOutput(html: HtmlOutput['html'], { response, visit }: PageRender): HtmlOutput {
  const { status, statusText, headers } = response
  const { policy } = visit.shared
  if (policy === undefined) return { html, status, statusText, headers }
  return { html, status, statusText, headers: policy.complete(response, visit.route) }
}

// Converts a component's `Response` to the page's; anything else that was thrown is an error.
function toInterruption(thrown: unknown): Output {
  const response = interruptingResponse(thrown)
  if (response === undefined) throw thrown
  return { response }
}
