/** The stylesheet of highlighted code: the id of its module. */
export const CODE_STYLES = 'virtual:ssr-pages/code.css'

/** An element that Shiki has made, in the form of hast. */
export interface HastElement {
  readonly type: string
  readonly properties?: Record<string, unknown>
  readonly children?: readonly HastElement[]
}

/**
 * Names the class of a declaration: `code-color-f97583` for `color:#F97583`.
 *
 * @param declaration - A property and its value.
 */
export function toClassName(declaration: string): string {
  const words = declaration.toLowerCase().split(/[^a-z0-9]+/)
  return ['code', ...words.filter((word) => word !== '')].join('-')
}

/**
 * Divides the value of a `style` attribute.
 *
 * @param style - `color:#F97583; overflow-x: auto;`
 * @param known - The classes that the stylesheet has.
 * @returns The classes of the declarations that the stylesheet has, and the rest of the style.
 */
export function toClasses(
  style: string,
  known: ReadonlySet<string>,
): { readonly classes: readonly string[]; readonly rest: string } {
  const declarations = style.split(';').map((one) => one.trim())
  const written = declarations.filter((declaration) => declaration !== '')
  const isKnown = (declaration: string) => known.has(toClassName(declaration))
  return {
    classes: written.filter(isKnown).map(toClassName),
    rest: written.filter((declaration) => !isKnown(declaration)).join(';'),
  }
}

/** A transformer of Shiki. */
export interface CodeTransformer {
  readonly name: string
  readonly root: (tree: HastElement) => void
}

/** Name of the transformer, by which it is found in a list. */
const TRANSFORMER = 'ssr-pages:classes'

/** Whether a list of transformers has that of {@link createCodeTransformer}. */
export function hasCodeTransformer(transformers: readonly unknown[]): boolean {
  return transformers.some(
    (one) => typeof one === 'object' && one !== null && 'name' in one && one.name === TRANSFORMER,
  )
}

/**
 * Creates the transformer of Shiki that replaces `style` attributes by classes.
 *
 * @param known - The classes that the stylesheet has.
 */
export function createCodeTransformer(known: ReadonlySet<string>): CodeTransformer {
  return { name: TRANSFORMER, root: (tree) => replaceStyles(tree, known) }
}

function replaceStyles(
  { properties, children = [] }: HastElement,
  known: ReadonlySet<string>,
): void {
  const style = properties?.['style']
  if (properties !== undefined && typeof style === 'string') {
    const { classes, rest } = toClasses(style, known)
    const before = [properties['class'] ?? properties['className'] ?? []].flat().join(' ')
    delete properties['className']
    properties['class'] = [before, ...classes].filter((name) => name !== '').join(' ')
    if (rest === '') delete properties['style']
    else properties['style'] = rest
  }
  for (const child of children) replaceStyles(child, known)
}

const CELL = /(<t[dh]) style="(text-align: ?(?:left|right|center))"(?=>)/g

/**
 * Replaces the `style` attributes of the cells of tables by classes. Cells that an author has written with
 * more attributes stay as they are.
 */
export function withCellClasses(html: string): string {
  return html.replaceAll(CELL, (_, tag: string, style: string) => {
    return `${tag} class="${toClassName(style)}"`
  })
}

/** The declarations that do not depend on a theme. */
export const PLAIN_DECLARATIONS: readonly string[] = [
  'text-align:left',
  'text-align:center',
  'text-align:right',
  'overflow-x:auto',
  'white-space:pre-wrap',
  'word-wrap:break-word',
  'user-select:none',
]
