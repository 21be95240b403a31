import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { absentCases, ordinaryCases, warnedCases } from './absent.ts'
import { createProject, readTree } from '../support/project.ts'
import { runWarmCli } from '../support/warm-cli.ts'

const index = { 'src/pages/index.astro': '<p>fine</p>' }

describe('a build is refused, with the place, for', () => {
  test.each(absentCases)('$name', async ({ files, place, text }) => {
    const { code, stderr } = await runWarmCli(['build'], createProject({ ...index, ...files }))
    expect(code).toBe(1)
    expect(stderr).toContain(`error ${place}: ${text}`)
  })
})

describe('a build warns, with the place, about', () => {
  test.each(warnedCases)('$name', async ({ files, place, text }) => {
    const { code, stderr } = await runWarmCli(['build'], createProject({ ...index, ...files }))
    expect(stderr).toContain(`warning ${place}: ${text}`)
    expect(code).toBe(0)
  })
})

describe('a build does not warn about', () => {
  test.each(ordinaryCases)('$name', async ({ files }) => {
    const result = await runWarmCli(['build'], createProject({ ...index, ...files }))
    expect(result).toMatchObject({ code: 0, stderr: '' })
  })
})

test('a byte order mark is never sent', async () => {
  const files = {
    'src/pages/a.astro': '<p>a</p>',
    'src/pages/b.astro': '---\nconst a = 1\n---\n<p>{a}</p>',
    'src/pages/c.html': '<p>c</p>',
    'src/pages/d.ts': 'export const prerender = true\nexport const GET = () => new Response("d")',
    'src/pages/e.astro': '---\nimport "../e.css"\n---\n<p>e</p>\n<style>p { color: red }</style>',
    'src/e.css': 'b { color: red }',
    'src/middleware.ts': 'export const onRequest = (context, next) => next()',
    'ssr-pages.config.ts': 'export default { site: "https://a.test" }',
  }
  const marked = Object.entries(files).map(([file, text]) => [file, `\ufeff${text}`])
  const root = createProject(Object.fromEntries(marked))
  expect(await runWarmCli(['build'], root)).toMatchObject({ code: 0, stderr: '' })
  const built = [...readTree(join(root, 'dist'))]
  expect(built.filter(([, text]) => /\u00ef\u00bb\u00bf|\\ufeff/i.test(text))).toEqual([])
  expect(built.length).toBeGreaterThan(8)
})
