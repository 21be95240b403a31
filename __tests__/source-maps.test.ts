import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createProjectInRepository, write } from './support/project.ts'
import { runCli } from './support/cli.ts'

const CONFIG = 'export default { vite: { build: { sourcemap: true } } }'
const HEAD =
  "---\nimport Card from '../Card.astro'\n\nconst { x, list = [1] } = Astro.props as any\n"

/** Pages that fail in a line of their own, which is the one that says `x.y`. */
const PAGES: Record<string, string> = {
  frontmatter: `${HEAD}const y: string = x.y\n---\n<p>\n{y}</p>`,
  expression: `${HEAD}---\n<p>\n<b>b</b>\n{x.y}</p>`,
  attribute: `${HEAD}---\n<p>\n<b\n  id="b"\n  title={x.y}>b</b></p>`,
  'text-of-an-attribute': `${HEAD}---\n<p>\n<b\n  title={\`t \${x.y}\`}>b</b></p>`,
  condition: `${HEAD}---\n<p>\n<input checked={x.y}></p>`,
  class: `${HEAD}---\n<p>\n<b class:list={['b', {\nc: x.y }]}></b></p>`,
  list: `${HEAD}---\n<ul>\n{list.map((n: number) => (\n<li id={n}>\n{x.y}</li>))}</ul>`,
  slot: `${HEAD}---\n<Card>\n<b>b</b>\n{x.y}</Card>`,
  component: `${HEAD}---\n<p>\n<Card x={x} /></p>\n<!-- x.y is in the component -->`,
  function: `${HEAD}function fail() {\nreturn x.y\n}\n---\n<p>\n{list[0] && <b>{fail()}</b>}</p>`,
}
const CARD =
  "---\nconst { x } = Astro.props\n---\n<div>\n<slot />{Astro.slots.has('default') || x.y}</div>"
const PRINT_STACKS = `
  import { ssrPages } from 'ssr-pages'
  const pages = ssrPages({ dir: import.meta.dirname + '/dist/pages' })
  const stacks = {}
  for (const { pattern } of pages.routes) {
    await pages.render(pattern).catch(({ stack }) => (stacks[pattern.slice(1)] = stack))
  }
  console.log(JSON.stringify(stacks))
`

let root: string
let stacks: Record<string, string>
beforeAll(async () => {
  const pages = Object.entries(PAGES).map(([name, text]) => [`src/pages/${name}.astro`, text])
  root = createProjectInRepository({
    ...Object.fromEntries(pages),
    'src/Card.astro': CARD,
    'ssr-pages.config.mjs': CONFIG,
  })
  await runCli('build', root)
  write(`${root}/print-stacks.mjs`, PRINT_STACKS)
  const args = ['--enable-source-maps', `${root}/print-stacks.mjs`]
  stacks = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }))
}, 60_000)
afterAll(() => rmSync(root, { recursive: true }))

test.each(Object.keys(PAGES))(
  '%s: an error of a built page has the wrong line of its source',
  (name) => {
    const isInCard = name === 'component'
    const source = isInCard ? CARD : (PAGES[name] ?? '')
    const line = source.split('\n').findIndex((text) => text.includes('x.y')) + 1
    const file = isInCard ? 'src/Card.astro' : `src/pages/${name}.astro`
    const place = stacks[name]?.split('\n').find((text) => text.includes('.astro:'))
    expect(place).toContain(`/${file}:${line}:`)
  },
)
