import type { CompiledComponent } from '../compiler/compile.ts'

/** A framework component that hydrates in the browser. */
export interface Island {
  /** The id that the compiled page prints, a key of the route's `scripts`. */
  readonly id: string
  /** Id of its module for Vite. */
  readonly module: string
  /** True for `client:only`: the server does not load the module. */
  readonly isOnly: boolean
  /** Name of its directive: `load`. */
  readonly directive: string
  /** Name of its renderer. (default: known only when it is rendered) */
  readonly renderer?: string | undefined
}

/** Facts about a component that the bundler stores beside its code. */
export interface ComponentMeta {
  /** Number of processed `<script>`s. */
  readonly scripts: number
  readonly hasHead: boolean
  /** (default: none) */
  readonly islands?: readonly Island[]
}

const KEY = 'ssr-pages'

/**
 * Returns the `meta` of a component's module, in which the bundler stores the facts.
 *
 * @param islands - The islands of the component.
 */
export function toMeta(
  { scripts, hasHead }: CompiledComponent,
  islands: readonly Island[],
): Record<string, ComponentMeta> {
  const found = islands.length > 0 ? { islands } : {}
  return { [KEY]: { scripts: scripts.length, hasHead, ...found } }
}

/**
 * Returns the `meta` of a module that is no component of its own, but has islands.
 *
 * @param islands - The islands of the module.
 */
export function islandMeta(islands: readonly Island[]): Record<string, ComponentMeta> {
  return islands.length > 0 ? { [KEY]: { scripts: 0, hasHead: false, islands } } : {}
}

/** Reads the facts from the `meta` of a module; `undefined` when the module is not a component. */
export function readMeta(meta: Readonly<Record<string, ComponentMeta>>): ComponentMeta | undefined {
  return meta[KEY]
}
