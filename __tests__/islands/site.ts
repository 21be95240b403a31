import { cpSync, mkdtempSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { write } from '../support/project.ts'
import { ROOT } from '../support/root.ts'
import { directivePages } from './directive-pages.ts'
import { featurePages } from './feature-pages.ts'
import { otherPages } from './other-pages.ts'

/**
 * Creates the site of five frameworks inside the repository, where it finds the frameworks.
 *
 * @returns Its folder, which the test removes.
 */
export function createIslandsSite(): string {
  const root = mkdtempSync(`${ROOT}/__tests__/fixtures/dist-`)
  cpSync(join(ROOT, '__tests__/fixtures/islands'), root, { recursive: true })
  renameSync(join(root, 'packages'), join(root, 'node_modules'))
  const pages = { ...directivePages(), ...featurePages(), ...otherPages() }
  for (const [path, text] of Object.entries(pages)) write(join(root, 'src', path), text)
  return root
}
