/** A view, as its types need it. */
export interface TypedView {
  /** Its path below the folder of views, without its extension: `products/show`. */
  readonly name: string
  /** Path of its file relative to the project's root, with forward slashes. */
  readonly path: string
  /** Names of its fragments. (default: none) */
  readonly fragments?: readonly string[] | undefined
}

const INDEX = '/index'

/**
 * Declares the props of views and their fragments, as `tsc` or the language tools for `.astro` files
 * find them in their modules.
 *
 * @returns The members of `App.Views`, one a line, in the order of the views.
 */
export function toViewTypes(views: readonly TypedView[]): string[] {
  const names = new Set(views.map(({ name }) => name))
  return views.flatMap((view) => {
    const short = view.name.endsWith(INDEX) ? view.name.slice(0, -INDEX.length) : undefined
    const isShort = short !== undefined && !names.has(short)
    return [...membersOf(view), ...(isShort ? membersOf({ ...view, name: short }) : [])]
  })
}

function membersOf({ name, path, fragments = [] }: TypedView): string[] {
  const module = `typeof import(${JSON.stringify(`./${path}`)})`
  return [
    member(name, module),
    ...fragments.map((fragment) =>
      member(`${name}#${fragment}`, `${module}, ${JSON.stringify(fragment)}`),
    ),
  ]
}

function member(name: string, source: string): string {
  return `${JSON.stringify(name)}: import('ssr-pages').ViewProps<${source}>`
}
