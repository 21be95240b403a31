import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from '../support/root.ts'
import { type Case, type Site, readRefusals, readSites } from './read-cases.ts'
import { writeRefusal, writeSite } from './write-site.ts'

/**
 * Builds all sites with Astro, and writes what it prints into `records.json`, and what it refuses into
 * `refusals.json`. Needs Node 24, and a folder where Astro and the packages of the sites are installed:
 *
 *   npm install astro@7.3.5 @astrojs/mdx@8.0.2 @astrojs/markdown-remark@7.3.1 @astrojs/markdown-satteri@0.4.2 \
 *     @astrojs/react@7.0.0 @astrojs/node@11 react react-dom remark-toc remark-math rehype-slug rehype-autolink-headings rehype-katex
 *   node __tests__/astro-html/record.ts <that folder> [site | 'refusals' ...]
 */
const [installed = '', ...only] = process.argv.slice(2)

const sites = readSites().filter(({ name }) => isChosen(name))
const recorded: Record<string, Record<string, string>> = {}
for (const site of sites) recorded[site.name] = await recordSite(site)
update('records.json', (records) => Object.assign(records, recorded))
if (isChosen('refusals'))
  update('refusals.json', () =>
    Object.fromEntries(readRefusals().map((one) => [one.name, recordRefusal(one)])),
  )

function isChosen(name: string): boolean {
  return only.length === 0 || only.includes(name)
}

function update<T>(file: string, change: (records: Record<string, T>) => unknown): void {
  const path = join(ROOT, '__tests__/astro-html', file)
  const records = JSON.parse(readFileSync(path, 'utf8'))
  writeFileSync(path, JSON.stringify(change(records) ?? records, null, 2) + '\n')
}

async function recordSite(site: Site): Promise<Record<string, string>> {
  const root = toEmptyFolder(site.name)
  writeSite(root, site)
  const { status, printed } = build(root)
  if (status !== 0) throw new Error(`${site.name} was not built: ${printed}`)
  process.stdout.write(`${site.name}: ${site.cases.length} cases\n`)
  const read = existsSync(join(root, 'dist/server')) ? await serve(root) : readFrom(root)
  const pages = site.cases.map(async ({ name, page }) => [name, await read(page)])
  return Object.fromEntries(await Promise.all(pages))
}

function readFrom(root: string): (page: string) => Promise<string> {
  return async (page) =>
    readFileSync(join(root, 'dist', page, 'index.html'), 'utf8').replaceAll(root, 'SITE')
}

async function serve(root: string): Promise<(page: string) => Promise<string>> {
  const { handler } = await import(pathToFileURL(join(root, 'dist/server/entry.mjs')).href)
  const server = createServer(handler).listen(0)
  server.unref()
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return async (page) => {
    const response = await fetch(`http://localhost:${port}${page}`)
    if (!response.ok) throw new Error(`${page} was answered with ${response.status}`)
    return response.text()
  }
}

/** What Astro did with a mistake, and the first lines that it printed about it. */
function recordRefusal(one: Case): { result: string; printed: string } {
  const root = toEmptyFolder('refusal')
  writeRefusal(root, one)
  const { status, printed } = build(root)
  const lines = printed
    .replaceAll(root, 'SITE')
    .replaceAll(/\d\d:\d\d:\d\d /g, '')
    .split('\n')
  const said = lines.filter((line) =>
    /\[(?:WARN|ERROR|\w+Error)\]|does not exist|not found/.test(line),
  )
  const about = status === 0 ? said : lines.filter((line) => !/^\d|^\s*at |^\s*$/.test(line))
  const end = about.findIndex((line) => /^ *(?:Hint|Stack trace|Error reference):/.test(line))
  const result = status === 0 && said.length > 0 ? 'warned' : status === 0 ? 'accepted' : 'refused'
  return { result, printed: about.slice(0, end < 0 ? 8 : Math.min(end, 8)).join('\n') }
}

function toEmptyFolder(name: string): string {
  const root = resolve(installed, 'sites', name)
  rmSync(root, { recursive: true, force: true })
  mkdirSync(root, { recursive: true })
  return root
}

function build(root: string): { status: number | null; printed: string } {
  const astro = resolve(installed, 'node_modules/astro/bin/astro.mjs')
  const { status, stdout, stderr } = spawnSync(process.execPath, [astro, 'build'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', NO_COLOR: '1' },
  })
  return { status, printed: stdout + stderr }
}
