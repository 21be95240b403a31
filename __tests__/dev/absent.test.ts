import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Server, startServer } from '../conformance/start.ts'
import { until } from '../until.ts'
import { type AbsentCase, absentCases, ordinaryCases, warnedCases } from '../vite/absent.ts'
import { type Project, createProject } from './project.ts'

const isOfPage = ({ files }: Pick<AbsentCase, 'files'>): boolean =>
  Object.keys(files).some((file) => file.startsWith('src/pages/a.'))
const hasConfig = ({ files }: Pick<AbsentCase, 'files'>): boolean => 'ssr-pages.config.mjs' in files

// All in one project: the page at `/c7`, and what it imports from `src/c7`.
const ofPages = absentCases.filter(isOfPage).map((one, index) => toOwnPage(one, `c${index}`))
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
    const printed = await printedBy(path)
    expect(printed).toContain(text)
    expect(printed).toContain(place)
  })
})

describe('development warns, with the place, of', () => {
  test.each(warnedOfPages)('$name', async ({ path, place, text }) => {
    expect(await printedBy(path)).toContain(`${place}: ${text}`)
  })

  test('the same only once', async () => {
    const [one] = warnedOfPages
    await ask(String(one?.path))
    await project.edit('src/pages/index.astro', 'fine', 'fine too')
    await until(async () => (await ask('/')).includes('too'))
    await ask(String(one?.path))
    expect(server.output().split(String(one?.place))).toHaveLength(2)
  })
})

describe('development says nothing of', () => {
  test.each(ordinary)('$name', async ({ path }) => {
    expect(await printedBy(path)).toBe('')
  })
})

describe('development refuses, as long as it is there,', () => {
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

describe('development warns, when it comes, of', () => {
  const ofSites = warnedCases.filter((one) => !isOfPage(one))
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
      .replaceAll("'../", `'../${own}/`)
  const files = Object.entries(one.files).map(([file, text]) => [rename(file), rename(text)])
  return {
    name: one.name,
    path: `/${own}`,
    files: Object.fromEntries(files) as Record<string, string>,
    place: rename(one.place),
    text: rename(one.text),
  }
}

async function printedBy(path: string): Promise<string> {
  const before = server.output().length
  await ask(path)
  return server.output().slice(before)
}

async function ask(path: string): Promise<string> {
  const origin = `http://localhost:${server.port}`
  const body = await (await fetch(origin + path, { headers: { accept: 'text/html' } })).text()
  // A script is asked for by the page.
  const [, script] = /<script type="module" src="([^"?]+\?astro[^"]+)"/.exec(body) ?? []
  if (script !== undefined) await fetch(origin + script.replaceAll('&amp;', '&'))
  return body
}
