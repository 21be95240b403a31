import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { build } from '../support/cli.ts'
import {
  createProject,
  createProjectInRepository,
  linkOwnPackage,
  readTree,
} from '../support/project.ts'

const FILES = {
  'src/lib/json.ts':
    'export const json = (data: unknown): Response => Response.json(data, { status: 201 })',
  'src/middleware.ts': 'export const onRequest = () => new Response("middleware" as string)',
  'src/pages/a.ts': "import { json } from '../lib/json'\nexport const GET = () => json({ a: 1 })",
  'src/pages/b.astro': '---\nreturn new Response("page")\n---\n<p></p>',
  'src/pages/c.astro': '<p></p><script>console.log(new Response("browser"))</script>',
}

/** The calls of a build that create responses. */
function callsOf(root: string): string[] {
  build(root)
  const text = [...readTree(join(root, 'dist'))].map(([, code]) => code).join('\n')
  return (
    text.match(/(?:new Response|Response\.json|create\w*Response)\([^)]*\)/g) ?? []
  ).toSorted()
}

test('a build keeps the responses of API routes, middleware, pages and what they import', () => {
  const root = createProject(FILES)
  linkOwnPackage(root)
  expect(callsOf(root).map((call) => call.replaceAll(/\s+/g, ' '))).toEqual([
    'createJsonResponse(Response, data, { status: 201 })',
    'createResponse(Response, "middleware")',
    'createResponse(Response, "page")',
    expect.stringMatching(/^new Response\(.browser.\)$/),
  ])
})

test('API routes work where the package is not installed', () => {
  const { 'src/lib/json.ts': lib, 'src/pages/a.ts': page } = FILES
  const root = createProject({ 'src/lib/json.ts': lib, 'src/pages/a.ts': page })
  expect(callsOf(root)).toHaveLength(1)
  expect(callsOf(root)[0]).toMatch(/^Response\.json\(/)
})

test('a folder inside the repository finds the package by its own name', () => {
  const root = createProjectInRepository(FILES)
  try {
    expect(callsOf(root)).toContain('createResponse(Response, "page")')
  } finally {
    rmSync(root, { recursive: true })
  }
})
