import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './root.ts'

/** All that the package needs to run, which Vite is no part of. */
const PACKAGES = [
  '@astrojs',
  '@jridgewell',
  'clsx',
  'cookie',
  'host-validation-middleware',
  'magic-string',
  'mrmime',
  'path-to-regexp',
  'send',
]

/** Gives a project the packages that ours needs, and some more, but not Vite. */
export function linkPackages(root: string, ...more: readonly string[]): void {
  mkdirSync(join(root, 'node_modules'), { recursive: true })
  for (const name of [...PACKAGES, ...more]) {
    symlinkSync(join(ROOT, 'node_modules', name), join(root, 'node_modules', name))
  }
}
