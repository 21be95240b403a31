import type { ElementType, ReactElement } from 'react'
import type { renderToReadableStream, renderToString } from 'react-dom/server'

/** The functions of `react-dom/server` that are used. */
export interface ServerOfReact {
  readonly renderToString: typeof renderToString
  readonly renderToReadableStream: typeof renderToReadableStream
}

/** How an element is rendered. */
export interface RenderOptions {
  readonly identifierPrefix: string
  /** Returns the signal that ends the work; called only if something waits. */
  readonly getSignal: () => AbortSignal | undefined
}

/** What `renderToString` prints for a Suspense boundary that it could not finish. */
const UNFINISHED = '<!--$!-->'

/** How often a component was unfinished before it is rendered as a stream at once. */
const ENOUGH = 2

const unfinished = new WeakMap<object, number>()

/**
 * Renders an element to HTML. `renderToString` costs a fraction of a stream, but it waits for
 * nothing: if it fails, or leaves a Suspense boundary unfinished, the element is rendered again as a
 * stream, which waits for everything before its first byte is read. So the HTML is in document
 * order, without the inline scripts that move late parts.
 *
 * @throws {Error} What a component threw outside a Suspense boundary.
 */
export function renderHtml(
  react: ServerOfReact,
  component: ElementType,
  element: ReactElement,
  options: RenderOptions,
): string | Promise<string> {
  const key = typeof component === 'string' ? undefined : component
  if (key && (unfinished.get(key) ?? 0) >= ENOUGH) return renderLate(react, element, options)
  const html = tryToRender(react, element, options.identifierPrefix)
  if (html !== undefined) return html
  if (key) unfinished.set(key, (unfinished.get(key) ?? 0) + 1)
  return renderLate(react, element, options)
}

/** Returns `undefined` if only a stream can render the element, or can tell why it fails. */
function tryToRender(
  { renderToString }: ServerOfReact,
  element: ReactElement,
  identifierPrefix: string,
): string | undefined {
  try {
    const html = renderToString(element, { identifierPrefix })
    return html.includes(UNFINISHED) ? undefined : html
  } catch {
    return undefined
  }
}

async function renderLate(
  react: ServerOfReact,
  element: ReactElement,
  { identifierPrefix, getSignal }: RenderOptions,
): Promise<string> {
  const signal = getSignal()
  // Errors in Suspense boundaries, which the browser renders again. All others reject the promise.
  const errors: unknown[] = []
  const options = {
    identifierPrefix,
    ...(signal && { signal }),
    // Otherwise React moves large parts to the end, with a script that puts them back.
    progressiveChunkSize: Infinity,
    onError: (error: unknown) => void errors.push(error),
  }
  try {
    const stream = await react.renderToReadableStream(element, options)
    await stream.allReady
    if (!signal?.aborted) for (const error of errors) console.error(error)
    return withoutErrors(await new Response(stream).text())
  } catch (error) {
    // Nobody waits for the page: React reports each part that it did not render.
    if (signal?.aborted) return ''
    throw error
  }
}

/**
 * Removes the message and stack of an error from unfinished boundaries. React prints them unless
 * `NODE_ENV` is "production".
 */
export function withoutErrors(html: string): string {
  return html.replace(/<!--\$!--><template\b[^>]*>/g, (tag) =>
    tag.replace(/ data-(?:msg|stck|cstck)="[^"]*"/g, ''),
  )
}
