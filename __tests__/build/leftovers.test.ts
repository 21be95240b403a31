import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { clearLeftovers } from '../../src/build/leftovers.ts'
import { createProject, readTree } from '../support/project.ts'

/** The id of a process that has ended. */
const dead = spawnSync(process.execPath, ['--version']).pid

describe('a build that was killed leaves either the last build or the new one', () => {
  const cases: [string, string[], string[]][] = [
    ['while writing', ['new/pages', 'pages:old', 'client:old'], ['pages:old', 'client:old']],
    ['before anything was moved', ['old', 'new/pages:new', 'new/client:new'], []],
    [
      'after the last pages were moved away',
      ['old/pages:old', 'new/pages:new', 'new/client:new', 'client:old'],
      ['pages:old', 'client:old'],
    ],
    [
      'after all of the last build was moved away',
      ['old/pages:old', 'old/client:old', 'new/pages:new', 'new/client:new'],
      ['pages:old', 'client:old'],
    ],
    [
      'after the new pages went in',
      ['old/pages:old', 'old/client:old', 'pages:new', 'new/client:new'],
      ['pages:new', 'client:new'],
    ],
    [
      'after all went in',
      ['old/pages:old', 'old/client:old', 'pages:new', 'client:new'],
      ['pages:new', 'client:new'],
    ],
  ]
  test.each(cases)('%s', (_name, found, expected) => {
    const outDir = createOutDir(found, dead)
    clearLeftovers(outDir)
    expect([...readTree(outDir)].map(toEntry)).toEqual(expected.toSorted().map(withFile))
  })
})

test('the folder of a running build is left alone', () => {
  const outDir = createOutDir(['old/pages:old', 'new/client:new'], process.ppid)
  const before = readTree(outDir)
  clearLeftovers(outDir)
  expect(readTree(outDir)).toEqual(before)
  expect(before.size).toBe(2)
})

test('other hidden folders are left alone', () => {
  const outDir = createProject({ '.ssr-pages-cache/x': '', '.git/x': '' })
  clearLeftovers(outDir)
  expect([...readTree(outDir).keys()]).toEqual(['.git/x', '.ssr-pages-cache/x'])
})

// `old/pages:text` stands for a file with that text, below the folder of the killed build.
function createOutDir(found: readonly string[], pid: number | undefined): string {
  const temporary = `.ssr-pages-${pid}-Ab12cD`
  const files = found
    .filter((entry) => entry.includes(':'))
    .map((entry) => {
      const [folder = '', text = ''] = entry.split(':')
      return [/^(?:old|new)/.test(folder) ? `${temporary}/${folder}/file` : `${folder}/file`, text]
    })
  const outDir = createProject(Object.fromEntries(files))
  for (const folder of found.filter((entry) => !entry.includes(':'))) {
    mkdirSync(join(outDir, temporary, folder), { recursive: true })
  }
  return outDir
}

function withFile(entry: string): string {
  return entry.replace(':', '/file:')
}

function toEntry([name, text]: [string, string]): string {
  return `${name}:${text}`
}
