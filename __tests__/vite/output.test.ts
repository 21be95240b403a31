import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { writeOutput } from '../../src/vite/output.ts'
import { createFolder, readTree, write } from './project.ts'

const page = { path: 'a.mjs', content: 'new' }
// A file cannot be a folder as well, so the second one cannot be written.
const impossible = [page, { path: 'a.mjs/b.mjs', content: '' }]

test('a build that cannot be written leaves the last one and no other trace', () => {
  const outDir = createFolder()
  write(join(outDir, 'pages/a.mjs'), 'old')
  write(join(outDir, 'client/a.css'), 'old')
  const before = readTree(outDir)
  expect(() => writeOutput(outDir, { pages: impossible, client: [], publicDir: '' })).toThrow()
  expect(readTree(outDir)).toEqual(before)
})

test('a build that cannot be written takes away the folders it made', () => {
  const parent = createFolder()
  const output = { pages: impossible, client: [], publicDir: '' }
  expect(() => writeOutput(join(parent, 'a/b'), output)).toThrow()
  expect(existsSync(join(parent, 'a'))).toBe(false)
  expect(existsSync(parent)).toBe(true)
})

test('public files are copied first, so none can take the place of a built file', () => {
  const root = createFolder()
  write(join(root, 'public/_assets/a.js'), 'public')
  write(join(root, 'public/b.txt'), 'public')
  const client = [{ path: '_assets/a.js', content: 'built' }]
  writeOutput(join(root, 'dist'), { pages: [page], client, publicDir: join(root, 'public') })
  expect([...readTree(join(root, 'dist'))]).toEqual([
    ['client/_assets/a.js', 'built'],
    ['client/b.txt', 'public'],
    ['pages/a.mjs', 'new'],
  ])
})
