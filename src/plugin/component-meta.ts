import type { CompiledComponent } from '../compiler/compile.ts'

/** Facts about a component that the bundler stores beside its code. */
export interface ComponentMeta {
  /** Number of processed `<script>`s. */
  readonly scripts: number
  readonly hasHead: boolean
}

const KEY = 'ssr-pages'

/** Returns the `meta` of a component's module, in which the bundler stores the facts. */
export function toMeta(component: CompiledComponent): Record<string, ComponentMeta> {
  const { scripts, hasHead } = component
  return { [KEY]: { scripts: scripts.length, hasHead } }
}

/** Reads the facts from the `meta` of a module; `undefined` when the module is not a component. */
export function readMeta(meta: Readonly<Record<string, ComponentMeta>>): ComponentMeta | undefined {
  return meta[KEY]
}
