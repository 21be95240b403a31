import { SsrPagesError } from '../../shared/errors.ts'
import type { TagScope } from '../component.ts'
import { describeTag } from '../island/tag-place.ts'
import type { PageRender } from '../page-render.ts'
import type { Sink } from '../sink.ts'
import type { JsxProps } from './props.ts'

/** What an element of JSX is made of. */
export interface JsxTag {
  readonly type: unknown
  readonly props: JsxProps
  /** The file that contains the element. */
  readonly scope: TagScope
  /** The tag as the author wrote it. (default: the name of the function) */
  readonly name?: string | undefined
}

/** Returns the name of a tag, for errors and for the renderers of frameworks. */
export function nameOf({ type, props, name }: JsxTag): string {
  const shown = props['client:display-name']
  if (typeof shown === 'string') return shown
  if (name !== undefined) return name
  return typeof type === 'function' && type.name !== '' ? type.name : 'Component'
}

/**
 * Returns the page that is printed.
 *
 * @returns `undefined` if no part of the page has been printed as JSX before.
 */
export function pageOf(sink: Sink): PageRender | undefined {
  const { page } = sink.state
  return isPage(page) ? page : undefined
}

// By a method: the page may come from another copy of this package.
function isPage(page: object | undefined): page is PageRender {
  return page !== undefined && 'takeHead' in page && typeof page.takeHead === 'function'
}

/** The error for an element whose type is no component. */
export function undefinedTag(tag: JsxTag): SsrPagesError {
  const place = { component: nameOf(tag), file: tag.scope.file }
  const seen = typeof tag.type === 'string' ? JSON.stringify(tag.type) : String(tag.type)
  const what = `${describeTag(place)} cannot be rendered: it is ${seen}.`
  return new SsrPagesError('COMPONENT_UNDEFINED', what, { ...place })
}
