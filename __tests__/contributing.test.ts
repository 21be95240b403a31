import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from '@jest/globals'
import { ROOT } from './support/root.ts'

const text = read('CONTRIBUTING.md')
const { scripts, version } = JSON.parse(read('package.json'))
const commands = blocksOf('sh').flatMap((block) => block.trim().split('\n'))

describe('each command in CONTRIBUTING.md', () => {
  test('of npm is a script of package.json', () => {
    const names = commands.flatMap((line) => /npm (?:run )?([\w:-]+)/.exec(line)?.[1] ?? [])
    expect(names).toEqual(expect.arrayContaining(['check', 'test', 'test:watch', 'format', 'soak']))
    const ownOfNpm = ['ci', 'version', 'publish']
    expect(names.filter((name) => !ownOfNpm.includes(name) && !(name in scripts))).toEqual([])
  })

  test('that runs suites finds some', async () => {
    const patterns = commands.flatMap((line) => /npm .*(__tests__\S+)/.exec(line)?.[1] ?? [])
    expect(patterns.length).toBeGreaterThan(2)
    for (const pattern of new Set(patterns)) {
      const { stdout } = await run('npm', ['test', '--silent', '--', '--listTests', pattern])
      expect([pattern, stdout]).toEqual([pattern, expect.stringContaining('.test.ts')])
    }
  })

  test('has a file of the repository where it names one', () => {
    const paths = commands.flatMap(
      (line) => line.match(/(?:__tests__|scripts|bench)\/[\w./-]+/g) ?? [],
    )
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
  })

  test('that debugs a test runs it', async () => {
    const line = commands.find((command) => command.includes('--inspect-brk')) ?? ''
    // Without waiting for a debugger.
    const command = line.replace('--inspect-brk', '--inspect=127.0.0.1:0')
    const { stderr } = await run('bash', ['-c', command])
    expect(stderr).toContain('Debugger listening')
    expect(stderr).toMatch(/^Tests: .* [1-9]\d* passed/m)
  })

  test('that sets the version of a release does so, for both packages', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'release-'))
    const files = ['package.json', 'packages/build/package.json', 'example-app/package.json']
    for (const file of files) cpSync(join(ROOT, file), join(folder, file))
    const lines = commands.filter((command) => command.startsWith('npm version'))
    // Without installing anything.
    for (const line of lines) await run('bash', ['-c', `${line} --no-workspaces-update`], folder)
    const versions = files.slice(0, 2).map((file) => {
      return JSON.parse(readFileSync(join(folder, file), 'utf8')).version
    })
    const expected = lines.at(-1)?.split(' ').at(-1)
    expect([versions, version === expected]).toEqual([[expected, expected], false])
    rmSync(folder, { recursive: true })
  })
})

test('the launch configuration in CONTRIBUTING.md runs the open file', async () => {
  const [launch = '{}'] = blocksOf('json')
  const { program, args, runtimeArgs } = JSON.parse(launch).configurations[0]
  const variables: Record<string, string> = {
    workspaceFolder: ROOT,
    file: join(ROOT, '__tests__/routing/fill.test.ts'),
  }
  const words = [...runtimeArgs, program, ...args].map((word: string) =>
    word.replace(/\$\{(\w+)\}/g, (_, name: string) => variables[name] ?? ''),
  )
  const { stderr } = await run(process.execPath, words)
  expect(stderr).toMatch(/^Tests: .* [1-9]\d* passed/m)
})

describe('.editorconfig', () => {
  const settings = Object.fromEntries(
    [...(read('.editorconfig').split('[*.md]')[0] ?? '').matchAll(/^(\w+) = (.*)$/gm)].map(
      ([, name, value]) => [name, value],
    ),
  )

  test('says of lines what the formatter makes of them', () => {
    const format = JSON.parse(read('.oxfmtrc.json'))
    const { tabWidth = 2, useTabs = false, endOfLine = 'lf', insertFinalNewline = true } = format
    expect(settings).toMatchObject({
      max_line_length: String(format.printWidth),
      indent_style: useTabs ? 'tab' : 'space',
      indent_size: String(tabWidth),
      end_of_line: endOfLine,
      insert_final_newline: String(insertFinalNewline),
    })
  })
})

test('the workflow runs .ci/run, on the oldest Node that the package takes', () => {
  const workflow = read('.github/workflows/check.yml')
  expect(workflow).toMatch(/container: node:20\.19-/)
  expect(workflow).toMatch(/^ +- run: \.ci\/run$/m)
  const used = [...workflow.matchAll(/npm (?:run )?([\w:-]+)/g)].map(([, name = '']) => name)
  expect(used.filter((name) => name !== 'ci' && !(name in scripts))).toEqual([])
})

function blocksOf(language: string): string[] {
  const blocks = text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))
  return [...blocks].map(([, block = '']) => block)
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8')
}

async function run(command: string, args: readonly string[], cwd = ROOT) {
  // Jest tells its children that they are workers of it.
  const { NODE_OPTIONS: _, JEST_WORKER_ID: __, ...env } = process.env
  return promisify(execFile)(command, args, { cwd, env })
}
