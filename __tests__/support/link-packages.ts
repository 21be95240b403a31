import { mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './root.ts'

/** All packages that ours needs at run time; building and developing need `@ssr-pages/build` as well. */
const PACKAGES = ['clsx', 'cookie', 'mrmime', 'path-to-regexp', 'send']

/** Links the packages that ours needs into a project, and more if wanted, but neither Vite nor the compiler. */
export function linkPackages(root: string, ...more: readonly string[]): void {
  mkdirSync(join(root, 'node_modules'), { recursive: true })
  for (const name of [...PACKAGES, ...more]) {
    symlinkSync(join(ROOT, 'node_modules', name), join(root, 'node_modules', name))
  }
}

/** Links all packages of this repository into a project, which is elsewhere. */
export function linkAllPackages(root: string): void {
  const packages = join(ROOT, 'node_modules')
  const names = readdirSync(packages).filter((name) => !name.startsWith('.'))
  mkdirSync(join(root, 'node_modules'), { recursive: true })
  for (const name of names) symlinkSync(join(packages, name), join(root, 'node_modules', name))
}
