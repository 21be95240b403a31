import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { createProject } from '../support/project.ts'
import { runCliSync } from '../support/cli.ts'

const packageFile = new URL('../../package.json', import.meta.url)
const { version } = JSON.parse(readFileSync(packageFile, 'utf8'))
const page = { 'src/pages/index.astro': '<h1>fine</h1>' }

describe('exit codes and streams of the command line', () => {
  const cases: [string[], number, string, string][] = [
    [['--help'], 0, 'Usage: ssr-pages <command>', ''],
    [[], 0, 'Usage: ssr-pages <command>', ''],
    [['--version'], 0, `${version}\n`, ''],
    [['build'], 0, '1 route, 3 files, ', ''],
    [['build', 'nowhere'], 1, '', '/nowhere\nCreate src/pages/index.astro'],
    [['build', '--outDir', '.'], 1, '', 'is or contains the project'],
    [['bild'], 2, '', "Unknown command 'bild'\nDid you mean `ssr-pages build`? [SSR_PAGES_USAGE]"],
    [['build', '--frob'], 2, '', "Unknown option '--frob'\nRun `npx ssr-pages --help`."],
  ]
  test.each(cases)('ssr-pages %j', (args, code, stdout, stderr) => {
    const result = runCliSync(args, createProject(page))
    expect(result.code).toBe(code)
    expect(result.stdout).toContain(stdout)
    expect(result.stderr).toContain(stderr)
    if (code === 0) expect(result.stderr).toBe('')
    else expect(result.stdout).toBe('')
  })
})

test('no error has a stack or colours when the terminal is a file', () => {
  const { stderr } = runCliSync(['bild'], createProject({}))
  expect(stderr).not.toMatch(/\n\s+at /)
  expect(stderr).not.toContain('\u001B')
})
