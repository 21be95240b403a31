import { expect } from '@jest/globals'
import { importAstro } from '../support/astro-modules.ts'
import { renderModule, toText } from '../support/render-source.ts'
import type { PageResult } from '../../src/shared/types.ts'

/** A page whose tag `Box` is a component of another framework. */
export interface IslandPage {
  /** Frontmatter and markup; `Box` and `value` are in scope. */
  readonly page: string
  /** What the renderer returns for the component. (default: its slots in a `<div>`) */
  readonly html?: string
  /** Members of the renderer, as JavaScript. (default: none) */
  readonly renderer?: string
  readonly components?: Readonly<Record<string, string>>
  readonly value?: unknown
  readonly nonce?: string
  readonly base?: string
  /** Modules besides those of the island. (default: none) */
  readonly scripts?: Readonly<Record<string, string>>
  readonly preloads?: Readonly<Record<string, readonly string[]>>
}

/** The renderer of the tests, which prints slots as the official ones do. */
const RENDERER = `
  const print = (Component, props, slots, { hydrate }) => {
    const tag = hydrate ? 'astro-slot' : 'astro-static-slot'
    const wrap = ([name, html]) =>
      '<' + tag + (name === 'default' ? '>' : ' name="' + name + '">') + html + '</' + tag + '>'
    return '<div>' + Component(props) + Object.entries(slots).map(wrap).join('') + '</div>'
  }
  const ssr = {
    check: () => { throw new Error('a component that carries its renderer was checked') },
    supportsAstroStaticSlot: true,
    renderToStaticMarkup: async (...args) => ({ html: print(...args) }),
  }`

/** Renders a page in the form of development and of a build, which must be the same. */
export async function renderIsland(source: IslandPage): Promise<string> {
  const plain = await toText(await renderIslandAs(source, false))
  expect(await toText(await renderIslandAs(source, true))).toBe(plain)
  return plain
}

/** Renders a page in one of the two forms. */
export async function renderIslandAs(
  source: IslandPage,
  isOptimized: boolean,
): Promise<PageResult> {
  const { value, nonce, base = '', preloads } = source
  const module = await importIsland(source, isOptimized)
  const assets = { scripts: scriptsOf(source), ...(preloads && { preloads }) }
  return renderModule(module, { assets, locals: { value }, nonce, base })
}

/** Renders a page under one mount after the other, as a server does: with the same modules. */
export async function renderMounted(
  source: IslandPage,
  mounts: readonly string[],
): Promise<string[]> {
  const module = await importIsland(source, true)
  const assets = { scripts: scriptsOf(source), preloads: source.preloads ?? {} }
  const printed: string[] = []
  for (const base of mounts) {
    printed.push(await toText(await renderModule(module, { assets, base })))
  }
  return printed
}

function scriptsOf({ scripts }: IslandPage): Readonly<Record<string, string>> {
  return {
    './Box.js': '_assets/box.js',
    client: '_assets/client.js',
    'virtual:ssr-pages/island': '_assets/island.js',
    ...scripts,
  }
}

function importIsland(source: IslandPage, isOptimized: boolean): ReturnType<typeof importAstro> {
  const { page, renderer = '', components = {} } = source
  const [, code = '', markup = page] = /^---\n(.*?)---\n(.*)$/s.exec(page) ?? []
  const imports = ['Box.js', ...Object.keys(components)].map(
    (name) => `import ${name.replace(/\..*/, '')} from './${name}'\n`,
  )
  const box = `import { tagComponent } from 'ssr-pages/runtime'\n${RENDERER}
    ${source.html === undefined ? '' : `ssr.renderToStaticMarkup = async () => ({ html: ${JSON.stringify(source.html)} })`}
    const renderer = { name: 'test', client: 'client', ssr: Object.assign(ssr, {${renderer}}) }
    export default tagComponent((props) => Object.keys(props).join(), renderer)`
  return importAstro(
    {
      'Box.js': box,
      ...components,
      'test.astro': `---\n${imports.join('')}const { value } = Astro.locals\n${code}---\n${markup}`,
    },
    'test.astro',
    { isOptimized, support: { renderers: [], directives: ['own'] } },
  )
}
