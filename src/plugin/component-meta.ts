import type { CompiledComponent } from '../compiler/compile.ts'

/** What the bundler keeps of a component beside its code. */
export interface ComponentMeta {
  /** Number of processed `<script>`s. */
  readonly scripts: number
  readonly hasHead: boolean
}

const KEY = 'ssr-pages'

/**
 * Writes the facts of a component for the bundler to keep.
 *
 * @param component - The compiled component.
 * @returns The `meta` of its module.
 */
export function toMeta(component: CompiledComponent): Record<string, ComponentMeta> {
  const { scripts, hasHead } = component
  return { [KEY]: { scripts: scripts.length, hasHead } }
}

/**
 * Reads the facts back.
 *
 * @param meta - The `meta` of any module.
 * @returns The facts, or `undefined` when the module is no component.
 */
export function readMeta(meta: Readonly<Record<string, ComponentMeta>>): ComponentMeta | undefined {
  return meta[KEY]
}
