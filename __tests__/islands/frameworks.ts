/** A framework of the site in `fixtures/islands`, and how its files are named. */
export interface Framework {
  readonly name: string
  readonly extension: string
  /** Value of `client:only`. */
  readonly hint: string
}

export const FRAMEWORKS: readonly Framework[] = [
  { name: 'react', extension: 'jsx', hint: 'react' },
  { name: 'preact', extension: 'jsx', hint: 'preact' },
  { name: 'vue', extension: 'vue', hint: 'vue' },
  { name: 'svelte', extension: 'svelte', hint: 'svelte' },
  { name: 'solid', extension: 'jsx', hint: 'solid-js' },
]

/** `import` of a framework's component, under a name that says both. */
export function importComponent({ name, extension }: Framework, component: string): string {
  return `import ${tagOf(name, component)} from '../../components/${name}/${component}.${extension}'`
}

/** `reactCounter` as a tag: `ReactCounter`. */
export function tagOf(framework: string, component: string): string {
  return framework.slice(0, 1).toUpperCase() + framework.slice(1) + component
}
