import { adviceFor, type Views } from '../core/find-view.ts'
import { property } from '../shared/property.ts'
import type { HostRender, RenderingResponse } from './host-response.ts'

/** A name that is no view, in a call of `res.render()`. */
export interface HostCall {
  readonly res: RenderingResponse
  readonly args: readonly unknown[]
  /** The views that the name is none of. */
  readonly views: Views
  /** The stack of the call, in development, which has lost it. */
  readonly stack: string | undefined
}

/**
 * Renders a view of the host's own engine. If the host does not find it either, its error also says
 * which view of the site was probably meant: Express only names its own folder.
 */
export function renderByHost(render: HostRender, call: HostCall): void {
  const { res, args } = call
  const req: { next?: unknown } = res.req
  const { next } = req
  const shownArgs = args.map((arg) => (typeof arg === 'function' ? explaining(arg, call) : arg))
  if (typeof next !== 'function') return render.call(res, ...shownArgs)
  // Express looks for the file at once, and passes its error to the `next()` of this moment.
  const explainingNext = explaining(next, call)
  req.next = explainingNext
  try {
    render.call(res, ...shownArgs)
  } finally {
    if (req.next === explainingNext) req.next = next
  }
}

/**
 * Adds the place of a call of `res.render()` to the stack of its error.
 *
 * @param stack - The stack of the call; `undefined` if that of the error has it already.
 */
export function withCaller(error: unknown, stack: string | undefined): unknown {
  if (error instanceof Error && stack !== undefined) {
    error.stack = `${error.stack ?? error.message}\n${stack.slice(stack.indexOf('\n') + 1)}`
  }
  return error
}

function explaining(done: Function, call: HostCall) {
  return (error: unknown, ...more: readonly unknown[]) => {
    if (isLookupError(error, call) && !explained.has(error)) explain(error, call)
    return Reflect.apply(done, undefined, [error, ...more]) as unknown
  }
}

// An error of a template has no `view`; that of a missing layout has the name of the layout.
function isLookupError(error: unknown, { args: [name], views }: HostCall): error is Error {
  if (!(error instanceof Error) || views.size === 0) return false
  const view = property(error, 'view')
  return property(view, 'name') === name && !property(view, 'path')
}

/** Errors that another site whose views are used in the same app has explained. */
const explained = new WeakSet<Error>()

function explain(error: Error, { args: [name], views, stack }: HostCall): void {
  explained.add(error)
  // The stack is read before: its text begins with the message of the moment when it is first read.
  const { message, stack: found } = error
  const advice = `There is no .astro view of this name. ${adviceFor(views, name)}`
  error.message = `${message}\n${advice}`
  error.stack = found?.replace(message, () => error.message) ?? error.message
  withCaller(error, stack)
}
