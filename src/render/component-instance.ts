import { renderChild } from './child.ts'
import type { ComponentFactory, Props } from './component-factory.ts'
import { HeadMark } from './head.ts'
import type { PageRender, SlotMap } from './page-render.ts'
import { type Pending, type Renderable, isRenderable, isThenable } from './renderable.ts'
import { ResponseInterrupt, isResponse } from '../context/response.ts'
import type { Sink } from './sink.ts'
import { nestWaiting } from './waiting.ts'

/** A component in a template, which runs when it is printed. */
export class ComponentInstance implements Renderable {
  readonly #result: PageRender
  readonly #factory: ComponentFactory
  readonly #props: Props
  readonly #slots: SlotMap

  constructor(result: PageRender, factory: ComponentFactory, props: Props, slots: SlotMap) {
    this.#result = result
    this.#factory = factory
    this.#props = props
    this.#slots = slots
  }

  '~render'(sink: Sink): Pending {
    if (sink.isStopped) return undefined
    this.#result.state.depth = sink.depth
    const raw = this.#factory['~raw']
    const run = raw ?? this.#factory
    const output = run(this.#result, this.#props, this.#slots)
    // The most frequent case: markup of a component that awaits nothing.
    if (typeof output === 'string' && raw !== undefined) {
      this.#markHead(sink)
      sink.write(output)
      return undefined
    }
    if (!isThenable(output)) return this.#print(sink, output)
    nestWaiting(sink, output)
    return Promise.resolve(output).then((settled) => this.#print(sink, settled))
  }

  #print(sink: Sink, output: unknown): Pending {
    if (isMarkup(output)) this.#markHead(sink)
    if (typeof output === 'string' && this.#factory['~raw'] !== undefined) {
      sink.write(output)
      return undefined
    }
    if (isResponse(output)) throw new ResponseInterrupt(output)
    return renderChild(sink, output)
  }

  #markHead(sink: Sink): void {
    const result = this.#result
    // The style of a transition may have been added after the head has been sent.
    const isOpen = !result.hasHead || (result.transitionCount > 0 && !result.isHeadOpen)
    if (isOpen && this.#factory['~headed'] === true) {
      sink.mark(new HeadMark(result, false))
    }
  }
}

/**
 * Whether a component's output is markup. A component that returned early has none: there is
 * nothing to print head content before.
 */
export function isMarkup(output: unknown): boolean {
  return typeof output === 'string' || isRenderable(output)
}
