import { describe, expect, test } from '@jest/globals'
import * as vite from 'vite'
import { findPages } from '../../src/project/pages.ts'
import { selectPrerendered } from '../../src/build/select-prerendered.ts'
import { createSite } from '../../src/project/site.ts'
import { createProject } from '../support/project.ts'

describe('a page says whether it is prerendered', () => {
  test.each<[name: string, file: string, source: string, expected: [boolean, boolean]]>([
    ['not at all', 'a.astro', '<p>prerender</p>', [false, true]],
    ['in its frontmatter', 'a.astro', '---\nexport const prerender = true\n---\n', [true, true]],
    ['with false', 'a.astro', '---\nexport const prerender = false\n---\n', [false, false]],
    ['in JavaScript', 'a.js', 'export const prerender = true', [true, true]],
    ['in TypeScript', 'a.ts', 'export const prerender: boolean = false', [false, false]],
    ['among others', 'a.ts', 'export const a = 1, prerender = true, b = 2', [true, true]],
    ['in a comment only', 'a.ts', '// export const prerender = true', [false, true]],
    ['in a string only', 'a.ts', 'export const a = "export const prerender = true"', [false, true]],
    ['without exporting it', 'a.astro', '---\nconst prerender = true\n---\n', [false, true]],
    ['in the template only', 'a.astro', '<p>export const prerender = true</p>', [false, true]],
    ['as a type only', 'a.ts', 'export type prerender = true', [false, true]],
    ['as a listed type only', 'a.ts', 'type a = 1\nexport type { a as prerender }', [false, true]],
    ['under another name', 'a.ts', 'const prerender = 1\nexport { prerender as a }', [false, true]],
    ['in a module that does not parse', 'a.ts', 'export const prerender = ;', [false, true]],
    [
      'in a frontmatter that does not parse',
      'a.astro',
      '---\nconst prerender = ;\n---',
      [false, true],
    ],
    ['in markup', 'a.html', '<script>export const prerender = true</script>', [false, true]],
  ])('%s', (_name, file, source, [inServer, inStatic]) => {
    const found = [select({ [file]: source }), select({ [file]: source }, 'static')]
    expect(found).toEqual([inServer ? [file] : [], inStatic ? [file] : []])
  })
})

describe('anything but a constant true or false is refused with its place', () => {
  const what = "'prerender' must be the constant true or false, written in this file"

  test.each<[name: string, file: string, source: string, place: string, frame: string]>([
    [
      'a variable',
      'a.astro',
      '---\n// 🙂 é\nexport let prerender = true\n---\n',
      '3:12',
      '  3 | export let prerender = true\n    |            ^',
    ],
    [
      'an imported value',
      'a.ts',
      '// 🙂 é\nexport const prerender = import.meta.env.STATIC',
      '2:14',
      '  2 | export const prerender = import.meta.env.STATIC\n    |              ^',
    ],
    [
      'a string',
      'a.ts',
      "export const prerender = 'true'",
      '1:26',
      "  1 | export const prerender = 'true'\n    |                          ^",
    ],
    [
      'a negation',
      'a.ts',
      'export const prerender = !0',
      '1:14',
      '  1 | export const prerender = !0\n    |              ^',
    ],
    [
      'a function',
      'a.ts',
      'export function prerender() {}',
      '1:8',
      '  1 | export function prerender() {}\n    |        ^',
    ],
    [
      'a list of exports',
      'a.ts',
      'const a = 1, b = true\nexport { a, b as prerender }',
      '2:13',
      '  2 | export { a, b as prerender }\n    |             ^',
    ],
    [
      'an export of another module',
      'a.astro',
      "---\nexport { prerender } from '../x'\n---\n",
      '2:10',
      "  2 | export { prerender } from '../x'\n    |          ^",
    ],
    [
      'another module',
      'a.ts',
      "export * as prerender from './_x'",
      '1:1',
      "  1 | export * as prerender from './_x'\n    | ^",
    ],
  ])('%s', (_name, file, source, place, frame) => {
    expect(() => select({ [file]: source })).toThrow(
      `src/pages/${file}:${place}: ${what}\n${frame}\nWrite \`export const prerender = true\``,
    )
  })
})

function select(
  files: Readonly<Record<string, string>>,
  output?: 'server' | 'static',
): readonly string[] {
  const sources = Object.entries(files).map(([file, text]) => [`src/pages/${file}`, text])
  const site = createSite(createProject(Object.fromEntries(sources)), output ? { output } : {})
  return [...selectPrerendered({ site, vite }, findPages(site))].map(({ file }) => file)
}
