import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from '@jest/globals'
import type { PageResult } from '../../src/shared/types.ts'
import { type Compile, type Sources, importAstro } from '../support/astro-modules.ts'
import { type PageRequest, renderModule, toText } from '../support/render-source.ts'

/** The folder of fixtures: `<section>/<feature>/input.astro`, with the expected files beside it. */
const root = fileURLToPath(new URL('../fixtures/astro/', import.meta.url))

/** The ids of all fixtures: `section/feature`. */
export function listFixtures(): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => basename(path) === 'input.astro')
    .map((path) => path.slice(0, -'/input.astro'.length))
    .sort()
}

/** Renders a fixture and compares it with its `output.html`, `result.json` or `error.txt`. */
export async function checkFixture(id: string, isOptimized: boolean): Promise<void> {
  const folder = join(root, id)
  const rendered = render(folder, isOptimized)
  const error = readText(folder, 'error.txt')
  if (error !== undefined) {
    await expect(rendered).rejects.toMatchObject({ message: expect.stringContaining(error) })
    return
  }
  const { text, result } = await rendered
  expect(withoutHash(text)).toBe(readText(folder, 'output.html') ?? '')
  const head = readText(folder, 'result.json')
  if (head !== undefined) expect(toHead(result)).toMatchObject(JSON.parse(head))
}

async function render(
  folder: string,
  isOptimized: boolean,
): Promise<{ text: string; result: PageResult }> {
  const compile = JSON.parse(readText(folder, 'compile.json') ?? '{}') as Compile
  const request = JSON.parse(readText(folder, 'request.json') ?? '{}') as PageRequest
  const module = await importAstro(readSources(folder), 'input.astro', { ...compile, isOptimized })
  const result = await renderModule(module, request)
  return { text: await toText(result), result }
}

function readSources(folder: string): Sources {
  const names = readdirSync(folder).filter(
    (name) => /\.(?:astro|html|js)$/.test(name) && name !== 'output.html',
  )
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}

// Editors end a file with a newline that no page prints.
function readText(folder: string, name: string): string | undefined {
  const path = join(folder, name)
  return existsSync(path) ? readFileSync(path, 'utf8').replace(/\n$/, '') : undefined
}

// The hash depends on the name of the file alone, but not on anything a reader could follow.
function withoutHash(text: string): string {
  return text.replaceAll(/\b(astro-(?:cid-)?)[a-z0-9]{8}\b/g, '$1HASH')
}

function toHead(result: PageResult): object {
  const { cookies } = result
  // A page that sets no status is sent with 200, unless the host has set one.
  const { status = 200, statusText, headers } = 'response' in result ? result.response : result
  return { status, statusText, headers: Object.fromEntries(headers ?? []), cookies }
}
