/** A text in MDX, and what a page prints that imports it. */
export interface Case {
  readonly name: string
  readonly mdx: string
  /** (default: a page that prints the text) */
  readonly page?: string
  /** What Astro 7.3.5 prints, except where a comment says why it is different here. */
  readonly html: string
}

const card = "import Card from '../Card.astro'\n\n"

export const cases: readonly Case[] = [
  {
    name: 'text, emphasis and a list become elements',
    mdx: '# One\n\ntext *em* **strong** `code`\n\n- a\n- b\n',
    html: `<h1 id="one">One</h1>
<p>text <em>em</em> <strong>strong</strong> <code>code</code></p>
<ul>
<li>a</li>
<li>b</li>
</ul>`,
  },
  {
    name: 'an .astro component gets its children as slots',
    mdx: `${card}<Card title="a">\n\n*b*\n\n<p slot="foot">c</p>\n\n</Card>\n`,
    html: '<section><h2>a</h2><p><em>b</em></p><footer><p>c</p></footer></section>',
  },
]
