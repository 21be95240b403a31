import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { ROOT } from '../support/root.ts'
import { formPageCases } from './form-cases.ts'
import { type TypeCase, checkTypes, createTypedProject, errorsOf } from './typed-project.ts'

const program = join(ROOT, 'node_modules/@astrojs/check/bin/astro-check.js')
const isInstalled = existsSync(program)
if (!isInstalled)
  process.stderr.write('SKIPPED: .astro files, as @astrojs/check is not installed\n')

const components = {
  'src/Price.astro': `---
interface Props { cents: number }
const cents: string = Astro.props.cents
---
{cents}`,
  'src/Loose.astro': '<p title={Astro.props.title}>{Astro.props.text}</p>',
  'src/use.ts': `import Price from './Price.astro'
export const wrong: string = Price({ cents: '1' })`,
  'src/server/handlers.ts': `import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Response } from 'express'
import type { SsrPages } from 'ssr-pages'
export async function handle(pages: SsrPages, req: IncomingMessage, res: ServerResponse) {
  await pages.send(req, res, 'cart#total', { props: { of: ['EUR'] } })
  await pages.send(req, res, 'cart#total', { props: { of: ['GBP'] } })
}
export function render(res: Response): void {
  res.render('cart', { lines: [] })
  res.render('cart', { lines: 1 })
  res.render('cart')
  res.render('products')
  res.render('home.ejs', { lines: 1 })
}
export function renderUntyped(res: Response, body: any, line: { id: string; count: any }): void {
  res.render('cart', { lines: body.lines, title: body.title })
  res.render('cart', { lines: [line] }, (_error, html) => res.send(html.trim()))
  res.render('cart', body)
  res.render('choice', { kind: 'text', text: body.text })
  res.render('cart', { lines: body.lines, titel: body.title })
  res.render('choice', { kind: 'number', text: body.text })
}`,
  'src/views/choice.astro': `---
type Props = { kind: 'text'; text: string } | { kind: 'number'; number: number }
---
{Astro.props.kind}`,
}

const cases: TypeCase[] = [
  ...formPageCases,
  {
    complaint: 'Astro.params knows the names of the project, each of which may be missing',
    code: `---
const id: string = Astro.params.id
const { nothing } = Astro.params
---
{id}{nothing}`,
    errors: [
      [2, "Type 'string | undefined' is not assignable to type 'string'."],
      [3, "Property 'nothing' does not exist on type '{ "],
    ],
  },
  {
    complaint: 'Astro.params can be said to be those of one route',
    code: `---
import type { Params } from 'ssr-pages'
const { id } = Astro.params as Params<'/products/[id]'>
const text: string = id
const { name } = Astro.params as Params<'/products/[id]'>
const other = Astro.params as Params<'/product/[id]'>
---
{text}{name}{other}`,
    errors: [
      [5, "Property 'name' does not exist on type '{ id: string; }'."],
      [6, `Type '"/product/[id]"' does not satisfy the constraint 'keyof Routes'.`],
    ],
  },
  {
    complaint: 'params and props of a page with getStaticPaths are what it returns',
    code: `---
export function getStaticPaths() {
  return [{ params: { id: '1' }, props: { title: 'One' } }]
}
const id: string = Astro.params.id
const title: number = Astro.props.title
---
{id}{title}`,
    errors: [[6, "Type 'string' is not assignable to type 'number'."]],
  },
  {
    complaint: 'Astro.locals has what the project says and cannot be replaced',
    code: `---
const name: string = Astro.locals.user?.name ?? ''
const { nobody } = Astro.locals
Astro.locals = { user: undefined }
---
{name}{nobody}`,
    errors: [
      [3, "Property 'nobody' does not exist on type 'Locals'."],
      [4, "Cannot assign to 'locals' because it is a read-only property."],
    ],
  },
  {
    complaint: 'imports of Markdown and MDX have the types of their exports',
    code: `---
import Text, { Content, getHeadings, url } from '../a.mdx'
import { Content as Markdown, frontmatter, rawContent } from '../a.md'
import type { MarkdownHeading, MDXLayoutProps } from 'astro'
const headings: readonly MarkdownHeading[] = getHeadings()
const depth: string = headings.map((heading) => heading.depth)
const raw: number = rawContent()
const title = (props: MDXLayoutProps<{ title: string }>): number => props.frontmatter.title
---
<Content components={{ a: 'b' }} b="c" /><Text /><Markdown />{frontmatter.title}{url}{depth}{raw}{title}`,
    errors: [
      [6, "Type 'number[]' is not assignable to type 'string'."],
      [7, "Type 'string' is not assignable to type 'number'."],
      [8, "Type 'string' is not assignable to type 'number'."],
    ],
  },
  {
    complaint: 'the page API is that of this package',
    code: `---
if (Astro.request.method === 'POST') return Astro.redirect('/')
if (Astro.url.search) return Astro.rewrite('/')
Astro.response.status = 201
Astro.cookies.set('a', 'b', { path: '/', maxAge: 'long' })
const texts: (string | undefined)[] = [Astro.clientAddress, Astro.site?.href, Astro.routePattern]
const html = await Astro.slots.render('default')
Astro.glob('*.astro')
---
{texts}{html}`,
    errors: [
      [5, "Type 'string' is not assignable to type 'number'."],
      [8, "Property 'glob' does not exist on type 'Readonly<AstroGlobal<"],
    ],
  },
  {
    complaint: 'attributes of a component are its Props; one without Props takes any',
    code: `---
import Price from '../Price.astro'
import Loose from '../Loose.astro'
---
<Price cents={1} />
<Price cents="1" />
<Price />
<Loose title="a" text={1}>b</Loose>`,
    errors: [
      [6, "Type 'string' is not assignable to type 'number'."],
      [7, "Type '{}' is not assignable to type 'IntrinsicAttributes & Props'."],
    ],
  },
  {
    complaint: 'a component can repeat itself',
    code: `---
interface Props { depth: number }
const { depth } = Astro.props
---
{depth > 0 && <Astro.self depth={depth - 1} />}
{depth > 9 && <Astro.self depth="0" />}`,
    errors: [[6, "Type 'string' is not assignable to type 'number'."]],
  },
  {
    complaint: 'directives are attributes of elements',
    code: `---
const id = 'a'
---
<p class:list={['a', { b: true }]} transition:name="a" transition:persist>b</p>
<p set:html="<b>" /><p is:raw>{</p><slot is:inline /><Fragment set:text="c" />
<script is:inline define:vars={{ id }}></script>
<style is:global define:vars={{ id }}></style>
<p transition:animate="slide" transition:persist-props>d</p>
<p transition:animate="fad">d</p>`,
    errors: [[9, `Type '"fad"' is not assignable`]],
  },
  {
    complaint: 'a component can take the attributes of an element and the props of another',
    code: `---
import type { ComponentProps, HTMLAttributes } from 'astro/types'
import Price from '../Price.astro'
interface Props extends HTMLAttributes<'a'> { price: ComponentProps<typeof Price> }
const { price, href, ...rest } = Astro.props
const link: number = href
---
<a href={href} {...rest}><Price {...price} />{link}</a>`,
    errors: [[6, "Type 'string | URL | null | undefined' is not assignable to type 'number'."]],
  },
]

// Skipped without the astro package, which is not installed here.
const describeInstalled = isInstalled ? describe : describe.skip

describeInstalled('with astro-check and the types that a build writes', () => {
  let errors: ReturnType<typeof checkTypes>

  beforeAll(() => {
    errors = checkTypes(createTypedProject(cases, 'astro', components), program, [])
  }, 150_000)

  test.each(cases.map((one, index) => ({ ...one, index })))(
    '$complaint',
    ({ index, errors: expected = [] }) => {
      expect(errorsOf(errors, index, 'astro')).toEqual(
        expected.map(([line, message]) => [line, expect.stringContaining(message)]),
      )
    },
  )

  test('props of views that depend on a value, and wrong ones of res.render, are found, also beside values of type any', () => {
    const deprecated = expect.stringContaining("of 'res.render' is deprecated")
    expect(
      errors
        .filter(({ file }) => file.startsWith('src/server/'))
        .toSorted((a, b) => a.line - b.line)
        .map(({ line, message }) => [line, message]),
    ).toEqual([
      [6, expect.stringContaining(`Type '"GBP"' is not assignable to type '"EUR" | "USD"'.`)],
      [10, deprecated],
      [11, deprecated],
      [20, deprecated],
      [21, deprecated],
    ])
  })

  test('a component has its Props, inside and in imports from TypeScript', () => {
    expect(errors.filter(({ file }) => !/^src\/(?:cases|server)\//.test(file))).toEqual([
      { file: 'src/Price.astro', line: 3, message: expect.stringContaining("Type 'number'") },
      { file: 'src/use.ts', line: 2, message: expect.stringContaining("Type 'string'") },
    ])
  })
})

describeInstalled('astro-check', () => {
  test.each(['example-app', 'examples/ejs-half-converted'])(
    'finds nothing wrong in the example: %s',
    (folder) => {
      expect(checkTypes(join(ROOT, folder), program, [])).toEqual([])
    },
    150_000,
  )
})
