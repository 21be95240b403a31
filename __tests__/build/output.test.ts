import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { writeOutput } from '../../src/build/output.ts'
import { createFolder, readTree, write } from '../support/project.ts'

const page = { path: 'a.mjs', content: 'new' }
// `a.mjs` cannot be both a file and a folder, so the second file cannot be written.
const impossible = [page, { path: 'a.mjs/b.mjs', content: '' }]

async function addNothing(): Promise<void> {}

test('a build that cannot be written leaves the last one and no other trace', async () => {
  const outDir = createFolder()
  write(join(outDir, 'pages/a.mjs'), 'old')
  write(join(outDir, 'client/a.css'), 'old')
  const before = readTree(outDir)
  const output = { pages: impossible, client: [], publicDir: '' }
  await expect(writeOutput(outDir, output, addNothing)).rejects.toThrow()
  expect(readTree(outDir)).toEqual(before)
})

test('a build that cannot be written removes the folders that it created', async () => {
  const parent = createFolder()
  const output = { pages: impossible, client: [], publicDir: '' }
  await expect(writeOutput(join(parent, 'a/b'), output, addNothing)).rejects.toThrow()
  expect(existsSync(join(parent, 'a'))).toBe(false)
  expect(existsSync(parent)).toBe(true)
})

test('public files are copied first, so none can replace a built file', async () => {
  const root = createFolder()
  write(join(root, 'public/_assets/a.js'), 'public')
  write(join(root, 'public/b.txt'), 'public')
  const client = [{ path: '_assets/a.js', content: 'built' }]
  const output = { pages: [page], client, publicDir: join(root, 'public') }
  await writeOutput(join(root, 'dist'), output, addNothing)
  expect([...readTree(join(root, 'dist'))]).toEqual([
    ['client/_assets/a.js', 'built'],
    ['client/b.txt', 'public'],
    ['pages/a.mjs', 'new'],
  ])
})
