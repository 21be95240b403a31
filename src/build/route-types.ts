import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Part, parsePattern } from '../routing/parse.ts'
import { sortRoutes } from '../routing/sort.ts'
import { toFailure } from '../diagnostics/failure.ts'
import { type PageSource, findPages } from '../project/pages.ts'
import type { Site } from '../project/site.ts'

/** Stands at the project's root, where `tsconfig.json` is. */
const FILE = 'ssr-pages-env.d.ts'

const HEADER = `// Made by ssr-pages of the files in the pages folder; changes to it are lost.
/* eslint-disable */
/// <reference types="ssr-pages/env" />
`

/**
 * Writes what TypeScript is to know of a project's routes, unless it stands there already: watchers
 * see no change where there is none. It is for people at work, so a folder that cannot be written to,
 * as on a server that only builds, is a warning and no failure.
 *
 * @param site - The project.
 * @param warn - Told why the file was not written.
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
 * @param pages - The routes' files, in any order.
 * @returns The content of `ssr-pages-env.d.ts`: the same for the same routes.
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

// A rest param that has its segment for itself may match nothing.
function toParam(part: Part, isAlone: boolean): string[] {
  if (part.type === 'text') return []
  return [`${part.name}: ${part.type === 'rest' && isAlone ? 'string | undefined' : 'string'}`]
}

// Git may have given it the line ends of Windows.
function readText(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8').replaceAll('\r\n', '\n') : undefined
}
