import type { PropsOfView } from 'ssr-pages'

type Callback = (error: Error, html: string) => void

/** The views that require no props. */
type PlainView = {
  [Name in keyof App.Views]: Record<never, never> extends App.Views[Name] ? Name : never
}[keyof App.Views]

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
    // Without this overload, Express's own would accept any props.
    /** @deprecated These are not the props that the view declares. */
    render(view: keyof App.Views, props?: unknown, callback?: Callback): void
  }
}
