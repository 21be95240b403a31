import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { ROOT } from './support/root.ts'

const COMPATIBILITY = 'docs/compatibility.md'
const SECURITY = 'docs/security.md'
const PROVEN = ['yes', 'better', 'partly']
const STATES = [...PROVEN, 'not yet', 'never']

const files = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'example-app/README.md',
  'examples/ejs-half-converted/README.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name.replaceAll('\\', '/')}`),
]

interface Link {
  readonly text: string
  readonly path: string
  readonly anchor: string
}

describe.each(files)('in %s', (file) => {
  const markdown = read(file)

  test('every link leads to an existing file', () => {
    const missing = linksOf(markdown).filter(({ path }) => !existsSync(toTarget(file, path)))
    expect(missing).toEqual([])
  })

  test('every link to a heading leads to one', () => {
    const missing = linksOf(markdown).filter(({ path, anchor }) => {
      const target = path === '' ? join(ROOT, file) : toTarget(file, path)
      return anchor !== '' && !anchorsOf(readFileSync(target, 'utf8')).includes(anchor)
    })
    expect(missing).toEqual([])
  })

  test('it mentions nothing that only its author could look up', () => {
    const numbers = /\b(?:issue|pull request|session|task|ticket)s?\s+#?\d+|(?<![\w(/])#\d+\b/gi
    expect(markdown.match(numbers)).toBeNull()
  })
})

test('the README lists every page of the docs', () => {
  const pages = files.filter((file) => /^docs\/[^/]+$/.test(file))
  const listed = linksOf(read('README.md')).map(({ path }) => path)
  expect(pages.filter((page) => !listed.includes(page))).toEqual([])
})

test('every member that begins with ~ has its contract in one table, which lists no other', () => {
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => read(`src/${name}`))
  const used = sources.flatMap((text) => text.match(/(?<=['"])~[a-z]+(?=['"])/g) ?? [])
  const rows = read('docs/decisions/015-members-that-begin-with-a-tilde.md').matchAll(
    /^\| `(~\w+)`/gm,
  )
  expect([...rows].map(([, name]) => name).toSorted()).toEqual([...new Set(used)].toSorted())
})

describe('the tables of compatibility', () => {
  const rows = read(COMPATIBILITY).split('\n').filter(isRow).map(toRow)

  test('have a state in each row', () => {
    expect(rows.length).toBeGreaterThan(150)
    expect(rows.filter(({ state }) => !STATES.includes(state))).toEqual([])
  })

  test('claim nothing without a test', () => {
    const claimed = rows.filter(({ state }) => PROVEN.includes(state))
    expect(claimed.filter(({ proofs }) => proofs.length === 0)).toEqual([])
  })

  test('name the tests exactly', () => {
    const proofs = rows.flatMap((row) => row.proofs)
    expect(proofs.filter((proof) => !isNameOf(proof, COMPATIBILITY))).toEqual([])
  })
})

describe('the promises of security', () => {
  const [, promised = ''] = read(SECURITY).split('\n## ')
  const promises = promised.split('\n').filter((line) => /^\| (?!---|promise)/.test(line))

  test('are each kept by a test with the given name', () => {
    expect(promises.length).toBeGreaterThan(30)
    for (const promise of promises) {
      const proofs = linksOf(promise).filter(isProof)
      expect([promise, proofs.length]).not.toEqual([promise, 0])
      expect([promise, proofs.filter((proof) => !isNameOf(proof, SECURITY))]).toEqual([promise, []])
    }
  })

  test('cover at least sixty advisories, each by a test with its id', () => {
    const files = readdirSync(join(ROOT, '__tests__/security'))
    const code = files.map((file) => read(`__tests__/security/${file}`)).join('\n')
    const ids = new Set(code.match(/\b(?:CVE-\d{4}-\d{4,}|GHSA(?:-\w{4}){3})\b/g))
    expect(ids.size).toBeGreaterThanOrEqual(60)
  })
})

// A row's state is the second cell in the short tables, and the third where rows have an id.
function toRow(line: string): { line: string; state: string; proofs: readonly Link[] } {
  const cells = line.split('|').map((cell) => cell.trim())
  const state = /^[A-Z]+\d+$/.test(cells[1] ?? '') ? cells[3] : cells[2]
  return { line, state: state ?? '', proofs: linksOf(line).filter(isProof) }
}

function isRow(line: string): boolean {
  return /^\| (?!---|what|\| in Astro)/.test(line)
}

function isProof({ path }: Link): boolean {
  return path.startsWith('../__tests__/')
}

// A fixture is a folder named like its test; the other tests are sentences in their files.
function isNameOf({ text, path }: Link, from: string): boolean {
  const target = toTarget(from, path)
  return statSync(target).isDirectory()
    ? target.endsWith(`/${text.replaceAll(' ', '-')}`)
    : readFileSync(target, 'utf8').includes(text)
}

function linksOf(markdown: string): Link[] {
  // Code may show how a link is written.
  const text = markdown.replaceAll(/^```.*?^```$/gms, '').replaceAll(/`[^`\n]*\]\([^`\n]*`/g, '')
  const links = text.matchAll(/\[([^[\]]+)\]\((?!https?:)([^()#]*)#?([^()]*)\)/g)
  return [...links].map(([, label = '', path = '', anchor = '']) => ({ text: label, path, anchor }))
}

// As GitHub makes them of headings.
function anchorsOf(markdown: string): string[] {
  const headings = [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading)
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  )
}

function toTarget(file: string, path: string): string {
  return join(ROOT, dirname(file), decodeURI(path))
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8')
}
