/** A fragment, as its types need it. */
export interface TypedFragment {
  readonly name: string
  /** The type of its props; `undefined` if only its file can express it. */
  readonly props: string | undefined
}

/** A view, as its types need it. */
export interface TypedView extends TypedFragment {
  /** Path of its file relative to the project's root, with forward slashes. */
  readonly path: string
  readonly fragments: readonly TypedFragment[]
}

const INDEX = '/index'

/**
 * Declares the props of views and their fragments. Where they cannot be written out, only the
 * language tools for `.astro` files know them; for `tsc` such a view accepts any props.
 *
 * @returns The members of `App.Views`, in the order of the views.
 */
export function toViewTypes(views: readonly TypedView[]): string[] {
  const names = new Set(views.map(({ name }) => name))
  return views.flatMap((view) => {
    const short = view.name.endsWith(INDEX) ? view.name.slice(0, -INDEX.length) : undefined
    const isShort = short !== undefined && !names.has(short)
    return [...membersOf(view), ...(isShort ? membersOf({ ...view, name: short }) : [])]
  })
}

function membersOf({ name, path, props, fragments }: TypedView): string[] {
  const module = `typeof import(${JSON.stringify(`./${path}`)})`
  return [
    member(name, props ?? propsOfModule(module)),
    ...fragments.map((fragment) =>
      member(
        `${name}#${fragment.name}`,
        fragment.props ?? propsOfModule(`${module}, ${JSON.stringify(fragment.name)}`),
      ),
    ),
  ]
}

function propsOfModule(source: string): string {
  return `import('ssr-pages').ViewProps<${source}>`
}

function member(name: string, type: string): string {
  return `${JSON.stringify(name)}: ${type}`
}
