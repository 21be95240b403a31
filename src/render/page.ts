import { SsrPagesError } from '../errors.ts'
import type { HtmlResult, PageResult } from '../types.ts'
import { isFactory, isHTMLComponent } from './component.ts'
import { Context, type ContextInit } from './context.ts'
import { nextTask } from './next-task.ts'
import { PageRender } from './page-render.ts'
import { PageStream, withDoctype } from './page-stream.ts'
import { HTMLString, isRenderable, isThenable } from './renderable.ts'
import { ResponseInterrupt, isResponse } from './response.ts'
import { Sink } from './sink.ts'

/** What a page's module says about the page. */
export interface Page {
  /** A compiled component, or a function of `Astro` written by hand. */
  readonly component: (...args: never[]) => unknown
  /** True for a fragment, which has neither doctype nor head content. */
  readonly isPartial: boolean
}

/**
 * Renders a page to HTML, or to the `Response` that it or one of its components returned.
 *
 * @param page - The page.
 * @param init - The request and its route.
 * @param props - The page's `Astro.props`. [none]
 * @returns The result, at once when nothing was pending; for a page with slow parts, HTML that comes
 *   in chunks.
 * @throws Whatever the page throws, and SsrPagesError PAGE_RESULT_INVALID.
 */
export function renderPage(
  page: Page,
  init: ContextInit,
  props: Record<string, unknown> = {},
): PageResult | Promise<PageResult> {
  const context = new Context(init)
  const { assets } = init.route
  const render = new PageRender(
    context,
    page.isPartial ? { ...assets, styles: [] } : assets,
    init.source.base,
  )
  try {
    const output = callPage(page, render, props)
    if (!isThenable(output)) return toResult(output, page, render)
    return Promise.resolve(output)
      .then((settled) => toResult(settled, page, render))
      .catch((error) => toInterruption(error, context))
  } catch (error) {
    return toInterruption(error, context)
  }
}

function callPage(
  { component }: Page,
  render: PageRender,
  props: Record<string, unknown>,
): unknown {
  if (isFactory(component)) return component(render, props, {})
  if (isHTMLComponent(component)) return new HTMLString(component({ slots: {} }))
  return (component as (astro: unknown) => unknown)(render.createAstro(props))
}

function toResult(
  output: unknown,
  page: Page,
  render: PageRender,
): PageResult | Promise<PageResult> {
  const { context } = render
  if (isResponse(output)) {
    return { response: output, cookies: Context.setCookiesOf(context) }
  }
  if (!isRenderable(output)) {
    const seen = output === null ? 'null' : typeof output
    const what = `The page ${context.routePattern} returned ${seen} instead of a Response or a template.`
    throw new SsrPagesError('PAGE_RESULT_INVALID', what, { page: context.routePattern })
  }
  const sink = new Sink()
  const pending = output['~render'](sink)
  if (pending !== undefined) return toPendingResult(pending, sink, page, render)
  return toHtmlResult(toDocument(sink, page, render), context)
}

// Gives a page that only awaited what was ready already the form of one that never waited; any
// slower one starts to stream, with the status, headers and cookies it has by then.
async function toPendingResult(
  pending: Promise<void>,
  sink: Sink,
  page: Page,
  render: PageRender,
): Promise<PageResult> {
  try {
    const isDone = await Promise.race([pending.then(() => true), nextTask().then(() => false)])
    if (isDone) return toHtmlResult(toDocument(sink, page, render), render.context)
  } catch (error) {
    return toInterruption(error, render.context)
  }
  const result = toHtmlResult(new PageStream(pending, sink, render, page.isPartial), render.context)
  Context.markSent(render.context)
  return result
}

function toDocument(sink: Sink, page: Page, render: PageRender): string {
  // Styles that found no place in the page are better early than never.
  const body = render.takeHead() + sink.take()
  return page.isPartial ? body : withDoctype(body)
}

function toHtmlResult(html: HtmlResult['html'], context: Context): HtmlResult {
  const { status, statusText, headers } = Context.responseOf(context)
  return { html, status, statusText, headers, cookies: Context.setCookiesOf(context) }
}

// A component's `Response` becomes the page's; anything else that was thrown is an error.
function toInterruption(thrown: unknown, context: Context): PageResult {
  if (!(thrown instanceof ResponseInterrupt)) throw thrown
  return { response: thrown.response, cookies: Context.setCookiesOf(context) }
}
