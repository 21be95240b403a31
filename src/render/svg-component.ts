import type { ImportedImage } from '../shared/imported-image.ts'
import { printAttributes } from './attribute.ts'
import type { ComponentFactory, Props } from './component-factory.ts'
import { Markup } from './markup.ts'
import type { PageRender } from './page-render.ts'

/** What a module of an imported drawing is made of. */
export interface SvgFile {
  /** Returns the URL of the file under the current mount. */
  readonly url: () => string
  /** What is known of its size, and its format. */
  readonly fields: Omit<ImportedImage, 'src'>
  /** The attributes of its root element. */
  readonly attributes: Readonly<Record<string, string>>
  /** The markup in its root element. */
  readonly body: string
}

/** An imported drawing: a component that prints it, with the fields of an imported image. */
export type SvgComponent = ComponentFactory & ImportedImage

/** Only documents that consist of the drawing need these attributes. */
const DROPPED = ['xmlns', 'xmlns:xlink', 'version']

/**
 * Creates what importing an `.svg` file gives. As a component it prints the drawing, with its props in the place
 * of the attributes of the root element; as a string it is the address of the file.
 *
 * @param file - What its module knows of the drawing.
 * @returns The component, which is also an imported image.
 */
export function createSvgComponent(file: SvgFile): SvgComponent {
  const { url, fields, attributes, body } = file
  function print(_result: PageRender | undefined, props: Props): string {
    const all: Props = { ...attributes, ...props }
    for (const name of DROPPED) delete all[name]
    return `<svg${printAttributes(all, false)}>${body}</svg>`
  }
  // `{drawing}` in a template calls it without arguments.
  function component(result?: PageRender, props?: Props): unknown {
    return result === undefined ? url() : new Markup(print(result, props ?? {}))
  }
  // Not enumerable, as on any function: a spread of the image has only its fields.
  define(component, {
    isAstroComponentFactory: true,
    '~raw': print,
    toString: url,
    toJSON: () => ({ src: url(), ...fields }),
  })
  const svg = Object.assign(component, { src: '', ...fields })
  return Object.defineProperty(svg, 'src', { get: url })
}

function define(target: object, values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(target, name, { value, configurable: true })
  }
}
