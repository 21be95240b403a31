import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Part, parsePattern } from '../routing/parse.ts'
import { sortRoutes } from '../routing/sort.ts'
import { toFailure } from '../diagnostics/failure.ts'
import { type PageSource, findPages } from '../project/pages.ts'
import type { Site } from '../project/site.ts'

/** Written to the project's root, beside `tsconfig.json`. */
const FILE = 'ssr-pages-env.d.ts'

const HEADER = `// Made by ssr-pages of the files in the pages folder; changes to it are lost.
/* eslint-disable */
/// <reference types="ssr-pages/env" />
`

/**
 * Writes the types of a project's routes, unless the file is up to date: an unchanged file must not
 * trigger watchers. The file helps only during development, so a folder that cannot be written to,
 * as on a build server, causes a warning and not a failure.
 *
 * @param warn - Receives the reason why the file was not written.
 */
export function writeRouteTypes(site: Site, warn: (message: string) => void): void {
  const file = join(site.root, FILE)
  try {
    const text = toRouteTypes(findPages(site))
    if (readText(file) !== text) writeFileSync(file, text)
  } catch (error) {
    warn(`${FILE} was not written, so types of routes may be old: ${toFailure(error).text}`)
  }
}

/**
 * Declares the params of routes.
 *
 * @returns The content of `ssr-pages-env.d.ts`, which does not depend on the order of the pages.
 */
export function toRouteTypes(pages: readonly Pick<PageSource, 'pattern' | 'file'>[]): string {
  const lines = sortRoutes(pages).map(
    ({ pattern, file }) => `    ${JSON.stringify(pattern)}: ${toParams(pattern, file)}`,
  )
  return `${HEADER}
declare namespace App {
  interface Routes {
${[...new Set(lines)].join('\n')}
  }
}
`
}

function toParams(pattern: string, file: string): string {
  const params = parsePattern(pattern, file).flatMap((segment) =>
    segment.flatMap((part) => toParam(part, segment.length === 1)),
  )
  return params.length === 0 ? '{}' : `{ ${params.join('; ')} }`
}

// A rest param that is a whole segment may match no segment.
function toParam(part: Part, isAlone: boolean): string[] {
  if (part.type === 'text') return []
  return [`${part.name}: ${part.type === 'rest' && isAlone ? 'string | undefined' : 'string'}`]
}

// Git may check the file out with the line ends of Windows.
function readText(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8').replaceAll('\r\n', '\n') : undefined
}
