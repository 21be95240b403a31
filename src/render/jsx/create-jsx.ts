import type { TagScope } from '../component.ts'
import type { LoadRenderers } from '../island/renderer.ts'
import { tagJsx } from './call.ts'
import { missingComponent } from './missing-component.ts'
import { JsxNode } from './node.ts'
import { type JsxProps, SET_HTML, SET_TEXT } from './props.ts'

/** Creates an element of JSX: what compiled JSX calls. */
export type Jsx = (type: unknown, props?: JsxProps, key?: unknown, name?: string) => JsxNode

/** What the compiled code of one file uses. */
export interface FileJsx {
  readonly jsx: Jsx
  /** The keys that stand for a `set:html` and a `set:text` of the author. */
  readonly html: typeof SET_HTML
  readonly text: typeof SET_TEXT
  readonly tag: typeof tagJsx
  /** Creates the error for a component that the file uses and does not have. */
  readonly missing: (name: string, place?: readonly [line: number, column: number]) => Error
}

/**
 * Creates the `jsx()` of one file; its errors name that file.
 *
 * @param file - The source file, relative to the project's root.
 * @param load - Imports the renderers of the site, for components of other frameworks that carry none.
 *   (default: the site has none)
 * @param only - Names of the renderers of `client:only` components, by their ids. (default: none)
 * @returns The functions and keys that the compiled file uses.
 */
export function createJsx(
  file: string,
  load?: LoadRenderers,
  only?: Readonly<Record<string, string>>,
): FileJsx {
  const scope: TagScope = { file, load, only }
  return {
    jsx: (type, props = {}, key, name) => new JsxNode(type, withKey(props, key), scope, name),
    html: SET_HTML,
    text: SET_TEXT,
    tag: tagJsx,
    missing: (name, place) => missingComponent(name, file, place),
  }
}

const NO_FILE: TagScope = {}

/**
 * Creates an element of JSX without a compiler: `set:html` and `set:text` are the author's own.
 *
 * @param type - The name of an HTML element, a component, a function of its props, or `Fragment`.
 * @param props - The attributes, with `children`. (default: none)
 * @param key - An attribute `key`. (default: none)
 * @returns An element that templates can print.
 */
export function jsx(type: unknown, props: JsxProps = {}, key?: unknown): JsxNode {
  const { 'set:html': html, 'set:text': text, ...rest } = props
  const written: JsxProps = {
    ...withKey(rest, key),
    ...('set:html' in props && { [SET_HTML]: html }),
    ...('set:text' in props && { [SET_TEXT]: text }),
  }
  return new JsxNode(type, written, NO_FILE)
}

function withKey(props: JsxProps, key: unknown): JsxProps {
  return key === undefined ? props : { ...props, key }
}
