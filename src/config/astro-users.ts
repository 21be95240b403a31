import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** Finds the file that an import of a package names; `undefined` if there is none. */
export type FindFile = (specifier: string, importer: string) => Promise<string | undefined>

const IMPORT = /(?:\bfrom|\bimport)\s{0,9}\(?\s{0,9}(?:'([^'\n]{1,300})'|"([^"\n]{1,300})")/g

/** Text of a string may look like an import of anything. */
const FILE_OR_PACKAGE = /^\.{0,2}[/@\w][\w./@-]*$/

/**
 * Creates a check for modules of packages that import Astro's modules when they run, themselves or
 * through a module that they import. Node would load an installed `astro` for them, or nothing.
 *
 * @returns A function that checks the file that a configuration imports.
 */
export function createAstroUserCheck(findFile: FindFile): (file: string) => Promise<boolean> {
  const known = new Map<string, boolean>()
  return async function usesAstro(file) {
    const answer = known.get(file) ?? (await reachesAstro(file, findFile))
    known.set(file, answer)
    return answer
  }
}

async function reachesAstro(file: string, findFile: FindFile): Promise<boolean> {
  const files = new Set(mentionsAstro(file) ? [file] : [])
  // The loop also visits files that are added meanwhile.
  for (const importer of files) {
    const specifiers = readSpecifiers(importer)
    if (specifiers.some((specifier) => specifier.startsWith('astro/'))) return true
    for (const specifier of specifiers) {
      const found = specifier.startsWith('.')
        ? resolve(dirname(importer), specifier)
        : await findFile(specifier, importer)
      if (found !== undefined && isScript(found) && mentionsAstro(found)) files.add(found)
    }
  }
  return false
}

// `import('astro')` may be a type in a comment, and `astro` alone has no values here.
function readSpecifiers(file: string): string[] {
  const matches = readFileSync(file, 'utf8').matchAll(IMPORT)
  const specifiers = [...matches].map(([, single, double]) => single ?? double ?? '')
  return [...new Set(specifiers)].filter((specifier) => FILE_OR_PACKAGE.test(specifier))
}

function isScript(file: string): boolean {
  return /\.[cm]?js$/.test(file) && statSync(file, { throwIfNoEntry: false })?.isFile() === true
}

// A package that is written for Astro says so: it is a peer, or at least a keyword.
function mentionsAstro(file: string): boolean {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const json = join(folder, 'package.json')
    if (existsSync(json) && !isNested(folder)) return readFileSync(json, 'utf8').includes('astro')
    if (folder === dirname(folder)) return false
  }
}

// `dist/esm/package.json` often only sets the type of its modules.
function isNested(folder: string): boolean {
  return /[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+[\\/]/.test(folder)
}
