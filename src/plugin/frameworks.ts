/** A framework, as the integrations of Astro know it. */
export interface Framework {
  readonly name: string
  /** Name of the renderer, which is the name of the integration's package. */
  readonly renderer: string
  /** The value of `client:only`. */
  readonly hint: string
  /** How an example of a configuration calls the integration. */
  readonly call: string
  /** The packages to install. */
  readonly packages: string
  /** Extensions of its files. */
  readonly files: RegExp
  /** Packages that its compiled JSX imports; the first one also stands in package.json. */
  readonly imports: readonly string[]
}

const JSX = /\.[jt]sx$/

/** The frameworks with an official integration. */
export const FRAMEWORKS: readonly Framework[] = [
  {
    name: 'React',
    renderer: '@astrojs/react',
    hint: 'react',
    call: 'react',
    packages: '@astrojs/react@7 react react-dom',
    files: JSX,
    imports: ['react'],
  },
  {
    name: 'Preact',
    renderer: '@astrojs/preact',
    hint: 'preact',
    call: 'preact',
    packages: '@astrojs/preact@6 preact@10',
    files: JSX,
    imports: ['preact'],
  },
  {
    name: 'Solid',
    renderer: '@astrojs/solid-js',
    hint: 'solid-js',
    call: 'solid',
    packages: '@astrojs/solid-js@7 solid-js',
    files: JSX,
    imports: ['solid-js'],
  },
  {
    name: 'Vue',
    renderer: '@astrojs/vue',
    hint: 'vue',
    call: 'vue',
    packages: '@astrojs/vue@7 vue',
    files: /\.vue$/,
    imports: ['vue'],
  },
  {
    name: 'Svelte',
    renderer: '@astrojs/svelte',
    hint: 'svelte',
    call: 'svelte',
    packages: '@astrojs/svelte@9 svelte',
    files: /\.svelte$/,
    imports: ['svelte'],
  },
]

/** Matches files that only a framework can compile. */
export const FRAMEWORK_FILE: RegExp = /\.(?:[jt]sx|vue|svelte)$/

/**
 * Finds the renderers that a file may belong to, by its extension.
 *
 * @param file - Path without a query.
 * @param renderers - Names of the site's renderers.
 * @returns Their names, in the order of `renderers`. All of them for a file of another kind, such as
 *   that of a package.
 */
export function renderersOf(file: string, renderers: readonly string[]): readonly string[] {
  const known = FRAMEWORKS.filter(({ files }) => files.test(file)).map(({ renderer }) => renderer)
  if (known.length === 0) return renderers
  // A renderer that is not official may belong to any kind of file.
  const isOfficial = (name: string) => FRAMEWORKS.some(({ renderer }) => renderer === name)
  return renderers.filter((name) => known.includes(name) || !isOfficial(name))
}

/**
 * Finds the renderer that `client:only="..."` names.
 *
 * @param hint - `react`, `preact`, `solid-js`, `solid`, `vue`, `svelte`, or the name of a renderer.
 * @returns Its name; `undefined` if the site has none of that name.
 */
export function hintedRenderer(hint: string, renderers: readonly string[]): string | undefined {
  const name = hint === 'solid' ? 'solid-js' : hint
  return renderers.find((one) => one === `@astrojs/${name}` || one === name)
}
