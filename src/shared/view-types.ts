/**
 * The props of a view, or of one of its fragments, from the type of its module. `tsc` does not read
 * `.astro` files: for it they are a record of any values.
 *
 *     ViewProps<typeof import('./src/views/cart.astro')>
 *     ViewProps<typeof import('./src/views/cart.astro'), 'lines'>
 */
export type ViewProps<Module, Fragment extends string = never> = [Fragment] extends [never]
  ? Module extends { default: infer Component }
    ? PropsOf<Component>
    : object
  : Module extends { fragments: Readonly<Record<Fragment, infer Component>> }
    ? PropsOf<Component>
    : object

type PropsOf<Component> = Component extends (props: infer Props) => unknown ? Props : object

/**
 * The names of the views and fragments of the project; any string as long as `ssr-pages-env.d.ts`
 * lists none.
 */
// oxlint-disable-next-line typescript/no-redundant-type-constituents -- only as long as there are none
export type ViewName = [keyof App.Views] extends [never] ? string : keyof App.Views & string

/** The props that a view or fragment takes, by its name. */
export type PropsOfView<Name extends string> = Name extends keyof App.Views
  ? App.Views[Name]
  : Record<string, unknown>

/**
 * The last argument of a function that renders a view: optional, unless the view requires props.
 */
export type ViewArguments<Name extends string, Init = unknown> =
  Record<never, never> extends PropsOfView<Name>
    ? [init?: Init & { props?: PropsOfView<Name> }]
    : [init: Init & { props: PropsOfView<Name> }]

declare global {
  // oxlint-disable-next-line typescript/no-namespace -- the name Astro projects already augment
  namespace App {
    /**
     * The props of each view by its name, and of each fragment by the view's name, `#` and its own;
     * filled in by `ssr-pages-env.d.ts`.
     */
    // oxlint-disable-next-line typescript/no-empty-object-type -- filled by declaration merging
    interface Views {}
  }
}
