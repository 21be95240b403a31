import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BUILT } from './builds.mjs'
import { PEERS } from './peers.mjs'
import {
  bootTable,
  buildsTable,
  constructsTable,
  contentTable,
  matchingTable,
  netlifyTable,
  pageTables,
  renderTable,
  routingTable,
  startupTable,
  viewsTable,
} from './print.mjs'
import { targetsTable } from './targets.mjs'

const BENCH = fileURLToPath(new URL('.', import.meta.url))

/** By part, its heading and the function that formats its tables. */
/** @type {Record<string, [heading: string, toTables: (rows: any) => string]>} */
const PARTS = {
  entries: ['Pages', pageTables],
  render: ['Rendering alone, in process', renderTable],
  views: ['Views in Express, in process', viewsTable],
  constructs: ['Constructs, each about 1,000 times in a page', constructsTable],
  netlify: ["Netlify's function, in process", netlifyTable],
  matching: ['Matching alone, in process', matchingTable],
  boot: ['ssrPages() of a site with a manifest', bootTable],
  routing: ['Routing', routingTable],
  startup: ['Start-up', startupTable],
  builds: ['Builds', buildsTable],
  content: ['A collection of Markdown entries', contentTable],
}

/** Formats the results of a run as Markdown. */
export function toMarkdown(results) {
  const parts = Object.entries(PARTS)
    .filter(([part]) => results[part] !== undefined)
    .map(([part, [heading, toTables]]) => `## ${heading}\n\n${toTables(results[part])}`)
  const targets = `## Targets\n\n${targetsTable(results)}`
  return `# Results\n\n${results.machine}\n\n${[targets, ...parts].join('\n\n')}\n`
}

/**
 * Writes results as JSON and Markdown: of a whole run into this folder, of a partial one into
 * `.built`.
 *
 * @param results - The results of a run.
 * @param isWhole - True when everything was measured.
 * @returns Path of the Markdown file.
 */
export function writeResults(results, isWhole) {
  const folder = isWhole ? BENCH : BUILT
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'results.json'), `${JSON.stringify(results, null, 1)}\n`)
  writeFileSync(join(folder, 'results.md'), toMarkdown(results))
  return join(folder, 'results.md')
}

/** Returns the names and versions of the packages of the given peers. */
export function versionsOf(peers) {
  const names = new Set(peers.flatMap((peer) => PEERS[peer].packages))
  return [...names].map((name) => `${name} ${versionOf(name)}`).join(', ')
}

// Some packages do not export their package.json, so it is searched in the folders where Node
// looks.
function versionOf(name) {
  for (const folder of createRequire(import.meta.url).resolve.paths(name) ?? []) {
    try {
      return JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8')).version
    } catch {
      continue
    }
  }
  return 'of unknown version'
}
