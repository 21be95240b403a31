import { existsSync } from 'node:fs'
import { cp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packageFolder } from '../project/packages.ts'
import { SsrPagesError } from '../shared/errors.ts'

interface PackageJson {
  readonly dependencies?: object
  readonly optionalDependencies?: object
}

/**
 * Copies installed packages and their dependencies.
 *
 * @param names - The packages' names.
 * @param from - Absolute path of the folder that imports them.
 * @param nodeModules - Absolute path of the folder to copy them into.
 * @throws {SsrPagesError} BUILD_FAILED: for a package that is not installed
 */
export async function copyPackages(
  names: readonly string[],
  from: string,
  nodeModules: string,
): Promise<void> {
  for (const name of names) {
    const folder = packageFolder(from, name)
    if (folder === undefined) throw missing(name)
    await copyPackage(name, folder, nodeModules)
  }
}

// Flat, as npm installs them; a second version of a package is nested in the package that depends
// on it.
async function copyPackage(name: string, folder: string, nodeModules: string): Promise<void> {
  const target = join(nodeModules, name)
  if (existsSync(target)) return
  const isOwn = (path: string) => !path.slice(folder.length).includes('node_modules')
  await cp(folder, target, { recursive: true, dereference: true, filter: isOwn })
  const { dependencies, optionalDependencies }: PackageJson = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  )
  for (const other of Object.keys({ ...dependencies, ...optionalDependencies })) {
    const found = packageFolder(folder, other)
    if (found === undefined) continue
    const isNested = found.startsWith(folder)
    await copyPackage(other, found, isNested ? join(target, 'node_modules') : nodeModules)
  }
}

function missing(name: string): SsrPagesError {
  const what = `The package ${name}, which netlify({ external }) names, is not installed.`
  const hint = `Run \`npm install ${name}\`, or correct \`external\`; the pages are built, the function is not.`
  return new SsrPagesError('BUILD_FAILED', what, { package: name }, hint)
}
