import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Server, startServer } from '../support/servers.ts'
import { until } from '../support/until.ts'
import { type AbsentCase, absentCases, ordinaryCases, warnedCases } from '../build/absent.ts'
import { type Project, createProject } from './project.ts'

const isOfPage = ({ files }: Pick<AbsentCase, 'files'>): boolean =>
  Object.keys(files).some((file) => file.startsWith('src/pages/a.'))
const isOfView = ({ files }: Pick<AbsentCase, 'files'>): boolean =>
  Object.keys(files).some((file) => file.startsWith('src/views/'))
// Cases that concern the whole project need projects of their own.
const hasConfig = ({ files }: Pick<AbsentCase, 'files'>): boolean =>
  Object.keys(files).some((file) => !file.startsWith('src/'))

// Projects of development are inside of this repository, which has Zod among its packages.
const hasZod = ({ text }: AbsentCase): boolean => text.includes('Zod does not come')

// The other cases are in one project: the page at `/c7`, with its imports in `src/c7`.
const ofPages = absentCases
  .filter((one) => isOfPage(one) && !hasConfig(one) && !hasZod(one))
  .map((one, index) => toOwnPage(one, `c${index}`))
const warnedOfPages = warnedCases.filter(isOfPage).map((one, index) => toOwnPage(one, `w${index}`))
const ordinary = ordinaryCases
  .filter((one) => isOfPage(one) && !hasConfig(one) && !('src/pages/a.d.ts' in one.files))
  .map((one, index) => toOwnPage({ place: '', text: '', ...one }, `o${index}`))

let project: Project
let server: Server

beforeAll(async () => {
  const files = [...ofPages, ...warnedOfPages, ...ordinary].map((one) => one.files)
  project = await createProject(Object.assign({ 'src/pages/index.astro': '<p>fine</p>' }, ...files))
  server = await startServer('dev-plain.mjs', project.root, 'express')
})

afterAll(async () => {
  await server?.stop()
  await project?.remove()
})

describe('development refuses, with the place,', () => {
  test.each(ofPages)('$name', async ({ path, place, text }) => {
    const before = server.output().length
    await ask(path)
    await until(() => server.output().slice(before).includes(text))
    expect(server.output().slice(before)).toContain(place)
  })
})

describe('development warns, with the place, about', () => {
  test.each(warnedOfPages)('$name', async ({ path, place, text }) => {
    await ask(path)
    await until(() => server.output().includes(`${place}: ${text}`))
  })

  test('but only once', async () => {
    const [one] = warnedOfPages
    await ask(String(one?.path))
    await project.edit('src/pages/index.astro', 'fine', 'fine too')
    await until(async () => (await ask('/')).includes('too'))
    await ask(String(one?.path))
    expect(server.output().split(String(one?.place))).toHaveLength(2)
  })
})

describe('development does not warn about', () => {
  test.each(ordinary)('$name', async ({ path }) => {
    const { length } = server.output()
    expect(await ask(path)).not.toContain('problem=')
    // Warnings about a page are printed before it is sent.
    await ask('/')
    expect(server.output().slice(length)).not.toContain(path.slice(1))
  })
})

describe('development refuses, as long as it exists,', () => {
  const ofSites = absentCases.filter((one) => !isOfPage(one))
  test.each(ofSites)('$name', async ({ files, place, text }) => {
    const before = server.output().length
    for (const [file, content] of Object.entries(files)) await project.write(file, content)
    const printed = () => server.output().slice(before)
    await until(async () => (await ask('/'), printed().includes(text)))
    expect(printed()).toContain(place.split(': ')[0])

    for (const file of Object.keys(files)) await project.remove(file)
    await until(async () => (await ask('/')).includes('<p>fine'))
  })
})

describe('development warns, when it is added, about', () => {
  // A view is judged when a handler renders it.
  const ofSites = warnedCases.filter((one) => !isOfPage(one) && !isOfView(one))
  test.each(ofSites)('$name', async ({ files, place, text }) => {
    for (const [file, content] of Object.entries(files)) await project.write(file, content)
    await until(async () => (await ask('/'), server.output().includes(`${place}: ${text}`)))
    for (const file of Object.keys(files)) await project.remove(file)
  })
})

function toOwnPage(one: AbsentCase, own: string) {
  const rename = (text: string) =>
    text
      .replaceAll('src/', `src/${own}/`)
      .replaceAll(`src/${own}/pages/a.`, `src/pages/${own}.`)
      .replaceAll(/(?<=['`])\.\.\//g, `../${own}/`)
  const files = Object.entries(one.files).map(([file, text]) => [rename(file), rename(text)])
  return {
    name: one.name,
    path: `/${own}`,
    files: Object.fromEntries(files) as Record<string, string>,
    place: rename(one.place),
    text: rename(one.text),
  }
}

async function ask(path: string): Promise<string> {
  const origin = `http://localhost:${server.port}`
  const body = await (await fetch(origin + path, { headers: { accept: 'text/html' } })).text()
  // The page requests the script.
  const [, script] = /<script type="module" src="([^"?]+\?astro[^"]+)"/.exec(body) ?? []
  if (script !== undefined) await fetch(origin + script.replaceAll('&amp;', '&'))
  return body
}

test('broken CSS of a page is a warning, even if a save adds it, and the page is shown without it', async () => {
  await project.write('src/pages/css.astro', '<p>css</p>\n<style>\np { color: red }\n</style>\n')
  await until(async () => (await ask('/css')).includes('css</p>'))
  expect(server.output()).not.toContain('css.astro')

  await project.edit('src/pages/css.astro', 'p {', 'p > > b {')
  const warning = 'src/pages/css.astro:3:5: Invalid dangling combinator in selector'
  await until(async () => (await ask('/css'), server.output().includes(warning)))
  expect(await ask('/css')).toContain('css</p>')
  expect(server.output().split(warning)).toHaveLength(2)
})

test('a broken stylesheet is a warning', async () => {
  await project.write('src/broken.css', 'b { color: red }\np > > b { color: red }\n')
  await project.write('src/pages/sheet.astro', "---\nimport '../broken.css'\n---\n<p>sheet</p>\n")
  await until(async () => (await ask('/sheet')).includes('sheet</p>'))
  await until(() => server.output().includes('src/broken.css:2:5: Invalid dangling combinator'))
})
