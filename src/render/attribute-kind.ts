/**
 * How the value of an attribute is printed; decided by its name alone.
 *
 * - `invalid`: not at all, the name could end the attribute; `directive`: not at all, it is no attribute
 * - `class:list` and `style`: from lists and objects as well
 * - `boolean`: present or absent; `optional`: the same when the value is a boolean
 * - `plain`: as text
 */
export type AttributeKind =
  | 'invalid'
  | 'directive'
  | 'class:list'
  | 'style'
  | 'boolean'
  | 'optional'
  | 'plain'

const BOOLEAN = new Set(
  (
    'allowfullscreen async autofocus autoplay checked controls default defer disabled ' +
    'disablepictureinpicture disableremoteplayback formnovalidate inert ismap itemscope loop ' +
    'multiple muted nomodule novalidate open playsinline readonly required reversed scoped ' +
    'seamless selected'
  ).split(' '),
)
/** Present or absent when their value is a boolean, ordinary with any other value. */
const OPTIONAL = new Set(['download', 'hidden', 'popover'])
// oxlint-disable-next-line no-control-regex -- a NUL or newline in a name would end it as well
const INVALID_NAME = /[\s"'<>/=\u0000-\u001f\u007f]|^$/

/**
 * Tells how an attribute is printed.
 *
 * @param name - Its name, as the author wrote it.
 * @returns The kind.
 */
export function attributeKind(name: string): AttributeKind {
  if (INVALID_NAME.test(name)) return 'invalid'
  if (name === 'set:html' || name === 'set:text') return 'directive'
  if (name === 'class:list' || name === 'style') return name
  if (BOOLEAN.has(name.toLowerCase())) return 'boolean'
  return OPTIONAL.has(name) ? 'optional' : 'plain'
}
