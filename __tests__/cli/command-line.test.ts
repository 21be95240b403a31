import { describe, expect, test } from '@jest/globals'
import { parseCommandLine } from '../../src/cli/command-line.ts'

describe('a command line is understood', () => {
  const cases = [
    ['', { name: 'help' }],
    ['--help', { name: 'help' }],
    ['build -h', { name: 'help' }],
    ['--version', { name: 'version' }],
    ['build', { name: 'build' }],
    ['build site', { name: 'build', root: 'site' }],
    ['build --outDir out site', { name: 'build', root: 'site', outDir: 'out' }],
    ['build --outDir=../out', { name: 'build', outDir: '../out' }],
    ['routes', { name: 'routes' }],
    ['dev site --port 80', { name: 'dev', root: 'site', port: '80' }],
    ['preview --host ::1', { name: 'preview', host: '::1' }],
    ['init', { name: 'init' }],
    ['init shop --views --dry-run', { name: 'init', root: 'shop', views: true, 'dry-run': true }],
    ['routes dist/pages --json', { name: 'routes', root: 'dist/pages', json: true }],
  ] as const
  test.each(cases)('ssr-pages %s', (line, expected) => {
    expect(parseCommandLine(split(line))).toEqual(expected)
  })
})

describe('a wrong command line is refused with the word that is wrong', () => {
  const cases = [
    ['bild', "Unknown command 'bild'\nDid you mean `ssr-pages build`?"],
    ['start', "Unknown command 'start'\nDid you mean `ssr-pages preview`?"],
    ['frobnicate', "Unknown command 'frobnicate'\nRun `npx ssr-pages --help`."],
    ['build a b', "saw 'a' and 'b'"],
    ['build --outdir x', "Unknown option '--outdir'\nDid you mean --outDir?"],
    ['build --out-dir x', "Unknown option '--out-dir'\nDid you mean --outDir?"],
    ['dev --prot 80', "Unknown option '--prot'\nDid you mean --port?"],
    ['dev --open', "Unknown option '--open'\nRun `npx ssr-pages --help`."],
    ['build --outDir', "Option '--outDir <value>' argument missing"],
    ['--outDir x', 'The command is missing'],
    [
      'routes --outDir x',
      'routes has no option --outDir\nRemove it; the options of routes are --json.',
    ],
    ['create shop', 'Did you mean `ssr-pages init`?'],
    ['init --json', 'init has no option --json'],
    ['build --views', 'build has no option --views'],
    ['build --json', 'build has no option --json'],
    ['dev --outDir x', 'dev has no option --outDir'],
    ['toString', "Unknown command 'toString'"],
  ] as const
  test.each(cases)('ssr-pages %s', (line, expected) => {
    expect(() => parseCommandLine(split(line))).toThrow(expected)
  })
})

function split(line: string): string[] {
  return line.split(' ').filter(Boolean)
}
