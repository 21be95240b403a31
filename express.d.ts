import type { PropsOfView } from 'ssr-pages'

type Callback = (error: Error, html: string) => void

/** The views that require no props. */
type PlainView = {
  [Name in keyof App.Views]: Record<never, never> extends App.Views[Name] ? Name : never
}[keyof App.Views]

/** Every value if the props are not those that the view takes, otherwise none. */
type Mistake<Props, Taken> = 0 extends 1 & Props
  ? never // `any`
  : [Props] extends [Taken]
    ? [keyof Props] extends [KeyOf<Taken>]
      ? never
      : unknown
    : unknown

type KeyOf<Union> = Union extends unknown ? keyof Union : never

// In a project without Express, TypeScript ignores this.
declare module 'express-serve-static-core' {
  // Names and constraints of the type parameters must be those of Express.
  interface Response<
    ResBody = any,
    LocalsObj extends Record<string, any> = Record<string, any>,
    StatusCode extends number = number,
  > {
    /**
     * Renders a view of the project.
     *
     * @param view - Its name; with `#` and the name of a fragment, only that fragment.
     * @param callback - Receives the HTML in place of the client.
     */
    render<Name extends PlainView>(view: Name, callback?: Callback): void
    /**
     * Renders a view of the project.
     *
     * @param view - Its name; with `#` and the name of a fragment, only that fragment.
     * @param props - Its `Astro.props`.
     * @param callback - Receives the HTML in place of the client.
     */
    render<Name extends keyof App.Views>(
      view: Name,
      props: PropsOfView<Name>,
      callback?: Callback,
    ): void
    // Without this overload, Express's own would accept any props. It leaves props that fit to the
    // others: TypeScript first tries all overloads as if no value of the type `any` fitted a prop.
    /** @deprecated These are not the props that the view declares. */
    render<Name extends keyof App.Views, Props extends PropsOfView<Name> | object | undefined>(
      view: Name,
      props?: Props & Mistake<Props, PropsOfView<Name>>,
      callback?: Callback,
    ): void
  }
}
