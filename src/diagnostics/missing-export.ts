import { listNames } from '../shared/list-names.ts'
import { nearestName } from '../shared/nearest-name.ts'

const DECLARED = /\bexport\s+(?:async\s+)?(?:const|let|var|class|function\s*\*?)\s+([\w$]+)/g
const LISTED = /\bexport\s*\{([^{}]*)\}/g

/**
 * Advises what to do about an import of a name that a module does not export.
 *
 * @param file - The module's name in the message.
 * @param code - Text of the module.
 * @returns A sentence with advice.
 */
export function adviseExport(name: string, file: string, code: string): string {
  if (file.endsWith('.astro')) {
    return `A component is the default export: import it without braces.`
  }
  const names = exportsOf(code)
  const near = nearestName(name, names)
  if (near !== undefined) return `Did you mean ${near}?`
  if (name === 'default') return `Import a name in braces; ${file} exports ${listNames(names)}.`
  if (names.includes('default')) return `Import the default export, without braces.`
  return `Export it from ${file}, which exports ${listNames(names)}.`
}

function exportsOf(code: string): string[] {
  const declared = [...code.matchAll(DECLARED)].map(([, name = '']) => name)
  const listed = [...code.matchAll(LISTED)].flatMap(([, names = '']) =>
    names.split(',').map((entry) => entry.trim().split(/\s+/).at(-1) ?? ''),
  )
  const isDefault = /\bexport\s+default\b/.test(code)
  return [...declared, ...listed, ...(isDefault ? ['default'] : [])].filter((name) => name !== '')
}
