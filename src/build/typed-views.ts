import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Fragment, readFragments } from '../compiler/fragments.ts'
import { parseFrontmatter } from '../compiler/prerender.ts'
import { propsTypeOf } from '../compiler/props-type.ts'
import type { Node } from '../compiler/syntax-tree.ts'
import { relativeName } from '../project/public-name.ts'
import type { Site } from '../project/site.ts'
import { findViews } from '../project/views.ts'
import type { TypedFragment, TypedView } from './view-types.ts'

/**
 * Reads the views of a site with the types of their props, as far as these are known without
 * running TypeScript.
 *
 * @returns The views, by name.
 */
export function findTypedViews(site: Site): TypedView[] {
  return findViews(site).map(({ view, file }) =>
    toTypedView(site.root, view, join(site.pagesDir, file)),
  )
}

function toTypedView(root: string, name: string, path: string): TypedView {
  const shown = relativeName(root, path)
  const { source, program } = readComponent(path)
  if (program === undefined) return { name, path: shown, props: undefined, fragments: [] }
  const fragments = readFragments(program, { file: shown, source }) ?? []
  return {
    name,
    path: shown,
    props: propsOf(root, path, { source, program }),
    fragments: fragments.map((fragment) => toTypedFragment(root, path, fragment)),
  }
}

function toTypedFragment(root: string, view: string, { name, module }: Fragment): TypedFragment {
  if (module?.startsWith('.') !== true || !module.endsWith('.astro'))
    return { name, props: undefined }
  const path = join(dirname(view), module)
  return { name, props: propsOf(root, path, readComponent(path)) }
}

/** A component; without a syntax tree if it has no frontmatter, or an error in it. */
interface Component {
  readonly source: string
  readonly program: Node | undefined
}

function readComponent(path: string): Component {
  const source = readFileSync(path, 'utf8')
  return { source, program: parseFrontmatter(source) }
}

function propsOf(root: string, path: string, { source, program }: Component): string | undefined {
  if (program === undefined) return undefined
  const toSpecifier = (specifier: string): string | undefined => {
    // `tsc` does not read these files.
    if (/\.(?:astro|html|svelte|vue)$/.test(specifier)) return undefined
    if (!specifier.startsWith('.')) return specifier
    return `./${relativeName(root, withExtension(join(dirname(path), specifier)))}`
  }
  return propsTypeOf({ program, source, toSpecifier })
}

// The type is read by the compiler of the server too, which may require extensions where Vite does
// not.
function withExtension(path: string): string {
  if (/\.[cm]?[jt]sx?$/.test(path)) return path
  const found = ENDS.find((end) => existsSync(path + end))
  return found === undefined ? path : path + found.replace(/tsx?$/, 'js')
}

const ENDS = ['.ts', '.tsx', '/index.ts', '/index.tsx']
