import { execFile } from 'node:child_process'
import { cpSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { build } from '../support/cli.ts'
import { type Block, commandsOf, fileOf, sectionsOf, writeFiles } from '../support/guide.ts'
import { linkAllPackages } from '../support/link-packages.ts'
import { createProject, write } from '../support/project.ts'
import { ROOT } from '../support/root.ts'

const page = readFileSync(join(ROOT, 'docs/testing.md'), 'utf8')
const sections = new Map(sectionsOf(page, 2).map(({ heading, blocks }) => [heading, blocks]))
const IN_DEVELOPMENT = /dev: true, log: false(?:, )?/

/** Recipes, with the number of tests that pass as the runner prints it. */
const recipes: readonly (readonly [heading: string, passed: RegExp, hasBuild?: boolean])[] = [
  ['Jest with ES modules', /Tests: +4 passed, 4 total/, true],
  ['Jest with CommonJS', /Tests: +4 passed, 4 total/, true],
  ['ts-jest', /Tests: +2 passed, 2 total/, true],
  ['Vitest', /Tests +4 passed \(4\)/, true],
  ['node:test', /^(?:#|ℹ) pass 4$/m, true],
  ['One page or view', /^(?:#|ℹ) pass 8$/m, true],
  ['When a page fails', /^(?:#|ℹ) pass 1$/m],
]

let site: string | undefined
const roots = new Map<string, string>()

beforeAll(() => {
  for (const [heading, , hasBuild] of recipes) roots.set(heading, prepare(heading, hasBuild))
})

afterAll(() => {
  for (const root of roots.values()) rmSync(dirname(root), { recursive: true, force: true })
})

describe('docs/testing.md', () => {
  test.each(recipes)('%s: the tests pass, print nothing else, and end', async (heading, passed) => {
    const [command = ''] = commandsOf(blocksOf(heading))
    const printed = await run(roots.get(heading) ?? '', command)
    expect(printed).toMatch(passed)
    expect(printed).not.toMatch(/deprecat|did not exit|open handle|timed out|GET \//i)
  })
})

/** Writes a recipe's project; its tests run on the sources, and once more on a build. */
function prepare(heading: string, hasBuild = false): string {
  const app = blocksOf('The app')
  const own = blocksOf(heading)
  const isModule = !own.some(({ code }) => code.includes('require(') || code.includes('__dirname'))
  const manifest = isModule ? '{ "type": "module" }' : '{}'
  // Not in the repository: in a folder called __tests__, Jest takes each file for a test.
  const root = createProject({ 'package.json': manifest })
  linkAllPackages(root)
  writeFiles(
    root,
    app.filter((block) => isModule || block.language === 'astro'),
  )
  writeFiles(root, own)
  const [configuration] = own.filter(({ language }) => language === 'json')
  if (configuration !== undefined) write(join(root, 'tsconfig.json'), configuration.code)
  if (!hasBuild) return root
  cpSync(builtSite(root), join(root, 'dist'), { recursive: true })
  for (const block of own) addBuilt(root, block)
  return root
}

// The pages of all recipes are the same.
function builtSite(root: string): string {
  if (site === undefined) {
    site = createProject({ 'package.json': '{}' })
    linkAllPackages(site)
    cpSync(join(root, 'src'), join(site, 'src'), { recursive: true })
    build(site)
    roots.set('the build', site)
  }
  return join(site, 'dist')
}

function addBuilt(root: string, block: Block): void {
  const file = fileOf(block)
  if (file === undefined || !file.includes('.test.')) return
  expect(block.code).toMatch(IN_DEVELOPMENT)
  write(join(root, `built-${file}`), block.code.replace(IN_DEVELOPMENT, ''))
}

function blocksOf(heading: string): readonly Block[] {
  const blocks = sections.get(heading)
  if (blocks === undefined) throw new Error(`docs/testing.md has no section ${heading}`)
  return blocks
}

async function run(cwd: string, command: string): Promise<string> {
  const line = command.replace('npx ', '').replace('node_modules/', `${ROOT}/node_modules/`)
  const env = {
    PATH: `${ROOT}/node_modules/.bin:${process.env['PATH']}`,
    HOME: process.env['HOME'],
    CI: '1',
    NO_COLOR: '1',
  }
  const options = { cwd, env, timeout: 100_000 }
  const { stdout, stderr } = await promisify(execFile)('bash', ['-c', `exec ${line}`], options)
  return stdout + stderr
}
