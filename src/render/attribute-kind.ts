/**
 * How the value of an attribute is printed, decided by its name alone.
 *
 * - `invalid`: not printed, because the name could end the attribute
 * - `directive`: not printed, because it is not an HTML attribute
 * - `class:list`, `style`: also from lists and objects
 * - `boolean`: present or absent
 * - `optional`: present or absent if the value is a boolean, otherwise as text
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
/** Attributes that are present or absent if their value is a boolean, and ordinary otherwise. */
const OPTIONAL = new Set(['download', 'hidden', 'popover'])
// oxlint-disable-next-line no-control-regex -- a NUL or newline in a name would end it as well
const INVALID_NAME = /[\s"'<>/=\u0000-\u001f\u007f]|^$/

/**
 * Decides how an attribute is printed.
 *
 * @param name - The name as the author wrote it.
 */
export function attributeKind(name: string): AttributeKind {
  if (INVALID_NAME.test(name)) return 'invalid'
  if (name === 'set:html' || name === 'set:text') return 'directive'
  if (name === 'class:list' || name === 'style') return name
  if (BOOLEAN.has(name.toLowerCase())) return 'boolean'
  return OPTIONAL.has(name) ? 'optional' : 'plain'
}
