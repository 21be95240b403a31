import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import * as vite from 'vite'
import { findHostModules } from '../../src/dev/vite/host-modules.ts'
import { createProject } from '../support/project.ts'

const STATE = 'export const state = new Map()'
const CASES = [
  ['an import of a server in TypeScript', { 'server.ts': "import { state } from './lib/db'" }],
  ['by its .js name', { 'server.ts': "import { state } from './lib/db.js'" }],
  ['an import() of a module', { 'server.mjs': "const { state } = await import('./lib/db.ts')" }],
  [
    'an import of a name that package.json defines',
    {
      'server.js': "import { state } from '#db'",
      'package.json': '{"type":"module","imports":{"#db":"./lib/db.ts"}}',
    },
  ],
  ['a re-export', { 'server.js': "import './all.js'", 'all.js': "export * from './lib/db.ts'" }],
] as const

const roots: string[] = []

afterAll(() => {
  for (const root of roots) rmSync(join(root, '..'), { recursive: true })
})

describe('a module that keeps state is found, if the server has', () => {
  test.each(CASES)('%s', (_name, files) => {
    const root = makeProject(files)
    const [entry = ''] = Object.keys(files)
    const found = findHostModules({ vite, root, entry: join(root, entry) })
    expect([...found.keys()]).toContain(join(root, 'lib/db.ts'))
  })
})

function makeProject(files: Readonly<Record<string, string>>): string {
  const root = createProject({ 'package.json': '{}', 'lib/db.ts': STATE, ...files })
  roots.push(root)
  return root
}
