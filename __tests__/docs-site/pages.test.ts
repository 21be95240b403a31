import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { errorNames } from '../../src/shared/errors.ts'
import { ROOT } from '../support/root.ts'
import {
  type Docs,
  type Element,
  attribute,
  buildDocs,
  elementsIn,
  elementsOf,
  textOf,
} from './build-docs.ts'

interface Page {
  readonly path: string
  readonly elements: readonly Element[]
}

let docs: Docs
let pages: readonly Page[]

beforeAll(() => {
  docs = buildDocs()
  pages = [...docs.pages].map(([path, html]) => ({ path, elements: elementsOf(html) }))
}, 120_000)

afterAll(() => docs?.remove())

test('every file of docs has a page', () => {
  const files = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
  const expected = files
    .filter((file) => file.endsWith('.md'))
    .map((file) => `/${file.replaceAll('\\', '/').replace(/\.md$/, '')}`)
  expect(expected.length).toBeGreaterThan(30)
  expect(expected.filter((path) => !docs.pages.has(path))).toEqual([])
})

test('every error code has a page, and there is no page of another code', () => {
  const shown = [...docs.pages.keys()].filter((path) => path.startsWith('/errors/'))
  expect(shown.toSorted()).toEqual(errorNames.map((name) => `/errors/SSR_PAGES_${name}`).toSorted())
})

test('the list of errors leads to every error', () => {
  const linked = linksOf(pageAt('/errors'))
  expect(errorNames.filter((name) => !linked.includes(`/errors/SSR_PAGES_${name}`))).toEqual([])
})

test('the list of errors has the groups of docs/errors.md, in its order', () => {
  const markdown = readFileSync(join(ROOT, 'docs/errors.md'), 'utf8')
  const written = [...markdown.matchAll(/^#{2,3} (.+)$/gm)].map(([, text]) => text)
  const { elements } = pageAt('/errors')
  const main = elements.find(({ tagName }) => tagName === 'main') ?? none
  const shown = elementsIn(main).filter(({ tagName }) => tagName === 'h2' || tagName === 'dt')
  expect(shown.map((element) => textOf(element).trim())).toEqual(written)
})

test('every page is reached from the start page', () => {
  const reached = new Set(['/'])
  // A set visits what is added while it is walked.
  for (const path of reached) {
    for (const link of linksOf(pageAt(path))) {
      const [target = ''] = link.split('#')
      if (docs.pages.has(target)) reached.add(target)
    }
  }
  expect([...docs.pages.keys()].filter((path) => !reached.has(path))).toEqual(['/404'])
})

test('every link inside the docs leads to a page or a file', () => {
  const dead = pages.flatMap((page) =>
    addressesOf(page)
      .filter((address) => address.startsWith('/'))
      .map((address) => address.split('#')[0] ?? '')
      .filter((path) => !docs.pages.has(path) && !docs.files.has(path))
      .map((path) => `${page.path} -> ${path}`),
  )
  expect(dead).toEqual([])
})

test('every link is inside the docs, or has a protocol', () => {
  const relative = pages.flatMap((page) =>
    addressesOf(page)
      .filter((address) => !/^(?:\/|#|https?:|mailto:|data:)/.test(address))
      .map((address) => `${page.path} -> ${address}`),
  )
  expect(relative).toEqual([])
})

test('every anchor leads to an element of its page', () => {
  const dead = pages.flatMap((page) =>
    linksOf(page)
      .filter((link) => /^[/#]/.test(link) && link.includes('#'))
      .filter((link) => {
        const [path = '', anchor = ''] = link.split('#')
        const target = path === '' ? page : pageAt(path)
        return !target.elements.some((element) => attribute(element, 'id') === decodeURI(anchor))
      })
      .map((link) => `${page.path} -> ${link}`),
  )
  expect(dead).toEqual([])
})

test('links between the files of docs become links between pages', () => {
  expect(linksOf(pageAt('/fragments'))).toContain('/views')
  expect(linksOf(pageAt('/integrations'))).toContain('/errors/SSR_PAGES_INTEGRATION_FAILED')
  expect(linksOf(pageAt('/architecture'))).toContain('/decisions/013-builds-rewrite-compiled-code')
  expect(linksOf(pageAt('/start'))).toContain('/from-astro')
})

test('a link to a file that the docs do not show is its text and its path', () => {
  const { elements } = pageAt('/development')
  const files = elements.filter((element) => attribute(element, 'class') === 'file')
  expect(files.map(textOf)).toContain('example-app/dev.js')
})

test('no id is on a page twice', () => {
  const twice = pages.flatMap(({ path, elements }) => {
    const ids = elements.flatMap((element) => attribute(element, 'id') ?? [])
    return ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `${path}#${id}`)
  })
  expect(twice).toEqual([])
})

test('a page needs no style or script in its HTML, which the policy would block', () => {
  const inline = pages.flatMap(({ path, elements }) =>
    elements
      .filter(
        (element) =>
          element.tagName === 'style' ||
          (element.tagName === 'script' && attribute(element, 'src') === undefined) ||
          element.attrs.some(({ name }) => name === 'style' || name.startsWith('on')),
      )
      .map(({ tagName }) => `${path} <${tagName}>`),
  )
  expect(inline).toEqual([])
})

test('a table has no heading without a text, which screen readers would announce', () => {
  const empty = pages.filter(({ elements }) =>
    elements.some((element) => element.tagName === 'th' && textOf(element) === ''),
  )
  expect(empty.map(({ path }) => path)).toEqual([])
})

test('code has colours, as classes', () => {
  const { elements } = pageAt('/views')
  const tokens = elements.filter((element) =>
    /code-shiki-light-\w+ code-shiki-dark-\w+/.test(attribute(element, 'class') ?? ''),
  )
  expect(tokens.length).toBeGreaterThan(50)
})

test('every page has one heading of the first level, a title and a description of its own', () => {
  const facts = pages.map(({ path, elements }) => ({
    path,
    headings: elements.filter(({ tagName }) => tagName === 'h1').length,
    title: textOf(elements.find(({ tagName }) => tagName === 'title') ?? none),
    description: attribute(
      elements.find((element) => attribute(element, 'name') === 'description') ?? none,
      'content',
    ),
  }))
  expect(facts.filter(({ headings }) => headings !== 1)).toEqual([])
  for (const name of ['title', 'description'] as const) {
    const values = facts.map((fact) => fact[name] ?? '')
    const bad = facts.filter(
      (fact, index) => (fact[name] ?? '').length < 5 || values.indexOf(fact[name] ?? '') !== index,
    )
    expect(bad.map((fact) => [fact.path, fact[name]])).toEqual([])
  }
})

test('the next links go through all pages of the navigation, and the previous links go back', () => {
  const forth = walk('/', 'next')
  expect(forth.length).toBeGreaterThan(25)
  expect(new Set(forth).size).toBe(forth.length)
  expect(walk(forth.at(-1) ?? '', 'prev')).toEqual(forth.toReversed())
})

test('the sitemap lists every page, by the address that the page names as its own', () => {
  const listed = [...docs.read('/sitemap-0.xml').matchAll(/<loc>(.*?)<\/loc>/g)].map(
    ([, url]) => url,
  )
  const canonical = pages
    .filter(({ path }) => path !== '/404')
    .map(({ elements }) => elements.find((element) => attribute(element, 'rel') === 'canonical'))
  expect(listed.toSorted()).toEqual(
    canonical.map((link) => link && attribute(link, 'href')).toSorted(),
  )
})

const none = elementsOf('<p></p>')[0] as Element

function walk(start: string, rel: string): string[] {
  const path = [start]
  for (;;) {
    const { elements } = pageAt(path.at(-1) ?? '')
    const link = elements.find((element) => attribute(element, 'rel') === rel)
    if (!link) return path
    path.push(attribute(link, 'href') ?? '')
  }
}

function linksOf({ elements }: Page): string[] {
  return elements
    .filter(({ tagName }) => tagName === 'a')
    .flatMap((element) => attribute(element, 'href') ?? [])
}

function addressesOf({ elements }: Page): string[] {
  const names = ['href', 'src']
  return elements.flatMap((element) => names.flatMap((name) => attribute(element, name) ?? []))
}

function pageAt(path: string): Page {
  const page = pages.find((other) => other.path === path)
  if (!page) throw new Error(`There is no page ${path}.`)
  return page
}
