import type { ElementType, ReactElement } from 'react'
import type { renderToReadableStream, renderToString } from 'react-dom/server'

/** The functions of `react-dom/server` that are used. */
export interface ServerOfReact {
  readonly renderToString: typeof renderToString
  readonly renderToReadableStream: typeof renderToReadableStream
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
  identifierPrefix: string,
): string | Promise<string> {
  const key = typeof component === 'string' ? undefined : component
  if (key && (unfinished.get(key) ?? 0) >= ENOUGH)
    return renderLate(react, element, identifierPrefix)
  const html = tryToRender(react, element, identifierPrefix)
  if (html !== undefined) return html
  if (key) unfinished.set(key, (unfinished.get(key) ?? 0) + 1)
  return renderLate(react, element, identifierPrefix)
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
  { renderToReadableStream }: ServerOfReact,
  element: ReactElement,
  identifierPrefix: string,
): Promise<string> {
  // Errors in Suspense boundaries, which the browser renders again. All others reject the promise.
  const errors: unknown[] = []
  const stream = await renderToReadableStream(element, {
    identifierPrefix,
    // Otherwise React moves large parts to the end, with a script that puts them back.
    progressiveChunkSize: Infinity,
    onError: (error) => void errors.push(error),
  })
  await stream.allReady
  for (const error of errors) console.error(error)
  return withoutErrors(await new Response(stream).text())
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
