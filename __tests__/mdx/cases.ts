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
const counter = "import Counter, { Named } from '../Counter.jsx'\n\n"

const uses = (use: string, more = ''): string =>
  `---\nimport Text from 'TEXT'\n${more}\n---\n${use}\n`

const text: readonly Case[] = [
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
    name: 'the value of an expression is text, also in an attribute',
    mdx: `export const evil = '"><script>alert(1)</script>'\n\n<p title={evil}>{evil}</p>\n`,
    html: '<p title="&quot;><script>alert(1)</script>">&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;</p>',
  },
  {
    name: 'frontmatter, props and exports are values in expressions',
    mdx: `---\ntitle: T\n---\nexport const a = 1\n\n<p>{frontmatter.title} {props.b} {a + 1}</p>\n`,
    page: uses('<Text b="B" />'),
    html: '<p>T B 2</p>',
  },
  {
    name: 'set:html prints HTML, and set:text escapes it',
    mdx: `<div set:html={'<b>1</b>'} />\n<div set:text={'<b>2</b>'} />\n<Fragment set:html={'<b>3</b>'} />\n`,
    html: `<div><b>1</b></div>\n<div>&lt;b&gt;2&lt;/b&gt;</div>\n<b>3</b>`,
  },
  {
    // Astro sets the HTML.
    name: 'data that is spread into an element sets no HTML',
    mdx: `export const data = JSON.parse('{"set:html":"<script>alert(1)</script>","title":"t"}')\n\n<div {...data} />\n<div {...data}>text</div>\n`,
    html: '<div title="t"></div>\n<div title="t">text</div>',
  },
  {
    // Astro prints it.
    name: 'data that looks like a node of JSX prints no element',
    mdx: `export const data = JSON.parse('{"astro:jsx":true,"type":"script","props":{"children":"alert(1)"}}')\n\n<p>{data}</p>\n`,
    html: '<p>[object Object]</p>',
  },
  {
    name: 'a name of data that could end a tag is no attribute',
    mdx: `export const data = JSON.parse('{"a><script>":"1","b":"2"}')\n\n<p {...data}>x</p>\n`,
    html: '<p b="2">x</p>',
  },
  {
    name: 'classes, styles and void elements print as in .astro files',
    mdx: `<p class:list={['a', { b: true, c: false }]} style={{ color: 'red' }}>x</p>\n<hr />\n<img src="/x.png" alt="" />\n`,
    html: '<p class="a b" style="color:red">x</p>\n<hr/>\n<img src="/x.png" alt/>',
  },
  {
    // Astro prints `[object Promise]`.
    name: 'a promise in an expression is awaited',
    mdx: `<p>{Promise.resolve('later')}</p>\n`,
    html: '<p>later</p>',
  },
  {
    name: 'CSS in a style element keeps its quotes, and cannot end it',
    mdx: 'export const css = \'a { content: "</style><b>" }\'\n\n<style>{css}</style>\n',
    html: '<style>a { content: "\\3C /style>\\3C b>" }</style>',
  },
]

const components: readonly Case[] = [
  {
    name: 'an .astro component gets its children as slots',
    mdx: `${card}<Card title="a">\n\n*b*\n\n<p slot="foot">c</p>\n\n</Card>\n`,
    html: '<section><h2>a</h2><p><em>b</em></p><footer><p>c</p></footer></section>',
  },
  {
    name: 'a Fragment fills a slot without an element',
    mdx: `${card}<Card title="a"><Fragment slot="foot">x *y*</Fragment></Card>\n`,
    html: '<section><h2>a</h2><footer>x <em>y</em></footer></section>',
  },
  {
    name: 'a component without children shows what its slots contain',
    mdx: `${card}<Card title="a" id="i" />\n`,
    html: '<section id="i"><h2>a</h2><footer>no foot</footer></section>',
  },
  {
    name: 'set:html on a component is its slot',
    mdx: `${card}<Card title="a" set:html={'<i>b</i>'} />\n`,
    html: '<section><h2>a</h2><i>b</i><footer>no foot</footer></section>',
  },
  {
    name: 'a function of the file is a component, whatever frameworks the site has',
    mdx: `export function Box({ title, children }) { return <b title={title}>{children}</b> }
export const Arrow = ({ children }) => <u>{children}</u>
export const Later = async () => <s>{await Promise.resolve(1)}</s>

<Box title="t">*x*</Box>
<Arrow>y</Arrow>
<Later />
`,
    html: '<b title="t"><em>x</em></b>\n<u>y</u>\n<s>1</s>',
  },
  {
    name: 'a function of the file gets its slots as props',
    mdx: `export const Two = ({ children, myFoot }) => <div>{children}<i>{myFoot}</i></div>

<Two>a<b slot="my-foot">c</b></Two>
`,
    html: '<div>a<i><b>c</b></i></div>',
  },
  {
    name: 'a component of React is printed without a directive, with Markdown as its children',
    mdx: `${counter}<Counter start={2}>*x*<b slot="foot">f</b></Counter>\n`,
    html: '<div><button class="count">2</button><em>x</em><b>f</b></div>',
  },
  {
    name: 'an export of a component module is a tag',
    mdx: `import * as all from '../Counter.jsx'\n\n<all.Named>a</all.Named>\n`,
    html: '<i>named a</i>',
  },
  {
    name: 'components that a page passes replace elements and tags',
    mdx: '# One\n\n*em*\n\n<Tag a="1">x</Tag>\n',
    page: uses(
      '<Text components={{ em: Named, h1: Card, Tag: Card }} />',
      "import Card from '../Card.astro'\nimport { Named } from '../Counter.jsx'",
    ),
    html: `<section id="one"><h2></h2>One<footer>no foot</footer></section>
<p><i>named em</i></p>
<section a="1"><h2></h2>x<footer>no foot</footer></section>`,
  },
  {
    name: 'the export components replaces elements',
    mdx: `export const components = { em: (props) => <b class="em" {...props} />, blockquote: ({ children }) => <div>{children}</div> }\n\n*x*\n\n> q\n`,
    html: '<p><b class="em">x</b></p>\n<div>\n<p>q</p>\n</div>',
  },
  {
    name: 'a function that the page declares replaces an element',
    mdx: '*x*\n',
    page: uses('<Text components={{ em: Strong }} />', "import { Strong } from '../strong.mdx'"),
    html: '<p><strong>x</strong></p>',
  },
  {
    name: 'an .mdx file imports another one, with props and components',
    mdx: `import Part from '../part.mdx'\n\n<Part b="1" components={{ em: 'strong' }} />\n`,
    html: '<p><strong>part</strong> 1</p>',
  },
  {
    name: 'an exported function is a component of the page that imports it',
    mdx: 'export const Note = ({ children, kind }) => <aside class={kind}>{children}</aside>\n',
    page: `---\nimport { Note } from 'TEXT'\n---\n<Note kind="k"><b>x</b></Note>\n`,
    html: '<aside class="k"><b>x</b></aside>',
  },
  {
    name: 'children of the imported text are its prop',
    mdx: '<div>{props.children}</div>\n',
    page: uses('<Text><b>x</b></Text>'),
    html: '<div><b>x</b></div>',
  },
  {
    name: 'a layout that the file exports by default is around its text',
    mdx: `export default ({ children }) => <article>{children}</article>\n\n*x*\n`,
    html: '<article><p><em>x</em></p></article>',
  },
  {
    name: 'a layout of the frontmatter is around the imported text',
    mdx: `---\nlayout: ../Frame.astro\ntitle: T\n---\n\n*x*\n`,
    html: '<article><h1>T</h1><p><em>x</em></p></article>',
  },
  {
    name: 'a custom element keeps its children and the values of its attributes',
    mdx: `<my-el open={true} disabled a-b="c">*x*<p slot="s">y</p></my-el>\n`,
    html: '<my-el open="true" disabled="true" a-b="c"><em>x</em><p slot="s">y</p></my-el>',
  },
  {
    name: 'a list of components is printed in order',
    mdx: `${card}{[1, 2].map((n) => <Card title={n} />)}\n`,
    html: '<section><h2>1</h2><footer>no foot</footer></section><section><h2>2</h2><footer>no foot</footer></section>',
  },
]

const files: readonly Case[] = [
  {
    name: 'a local image has its size',
    mdx: '![a dot](../a.png "T")\n',
    html: '<p><img src="/_image?href=%2F_assets%2Fa.HASH.png&amp;w=1&amp;h=1&amp;f=webp&amp;s=SIGNATURE" alt="a dot" title="T" loading="lazy" decoding="async" width="1" height="1"></p>',
  },
  {
    name: 'components.img gets a local image as its source',
    mdx: `export const components = { img: ({ src, alt }) => <figure>{alt} {src.width} {src.format}</figure> }\n\n![a dot](../a.png)\n`,
    html: '<p><figure>a dot 1 png</figure></p>',
  },
  {
    name: 'an image of another site stays as it is written',
    mdx: '![a](https://example.com/a.png)\n',
    html: '<p><img src="https://example.com/a.png" alt="a"/></p>',
  },
  {
    name: 'import.meta.glob finds texts in MDX',
    mdx: '# x\n',
    page: `---\nconst all = import.meta.glob('../glob/*.mdx', { eager: true })\nconst texts = Object.values(all)\n---\n{texts.map(({ Content, frontmatter, url, file }) => <li>{frontmatter.title} {file}<Content /></li>)}\n`,
    html: '<li>A /src/glob/a.mdx<p>a</p></li><li>B /src/glob/b.mdx<p>b</p></li>',
  },
  {
    // In Astro, `file` is an absolute path of the server.
    name: 'the exports of a text tell nothing of the disk',
    mdx: '---\ntitle: T\n---\n\n# One\n\n## Two {1 + 1}\n',
    page: `---\nimport * as text from 'TEXT'\nconst { Content, default: same, ...rest } = text\n---\n{Object.keys(rest).sort().join()} {text.file.replace(/\\d+/, '')} {text.frontmatter.title} {JSON.stringify(text.getHeadings())} {Content === same} {Content.moduleId.replace(/\\d+/, '')}\n`,
    html: 'file,frontmatter,getHeadings,url /src/texts/c.mdx T [{&quot;depth&quot;:1,&quot;slug&quot;:&quot;one&quot;,&quot;text&quot;:&quot;One&quot;},{&quot;depth&quot;:2,&quot;slug&quot;:&quot;two-1--1&quot;,&quot;text&quot;:&quot;Two 1 + 1&quot;}] true /src/texts/c.mdx',
  },
]

export const cases: readonly Case[] = [...text, ...components, ...files]
