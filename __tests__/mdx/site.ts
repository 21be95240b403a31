// One pixel, from the specification's smallest valid files.
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg=='

/** Files that every site of these tests has. */
export const shared: Readonly<Record<string, string | Buffer>> = {
  'package.json': '{"type":"module"}',
  'src/a.png': Buffer.from(PNG, 'base64'),
  'src/Card.astro': `---
const { title, ...rest } = Astro.props
---
<section {...rest}><h2>{title}</h2><slot /><footer><slot name="foot">no foot</slot></footer></section>
<style>section { color: red }</style>`,
  'src/Scripted.astro': `<b><slot /></b>
<style>b { margin: 7px }</style>
<script>document.title = 'scripted'</script>`,
  'src/Layout.astro': `---
const { frontmatter, headings, file, url } = Astro.props
---
<html><head><title>{frontmatter.title}</title></head><body data-file={file} data-url={url}><ul>{headings.map((h) => <li>{h.depth} {h.slug} {h.text}</li>)}</ul><main><slot /></main></body></html>`,
  'src/Counter.jsx': `import { useState } from 'react'
export default function Counter({ start = 0, children, foot }) {
  const [count, setCount] = useState(start)
  return <div><button className="count" onClick={() => setCount(count + 1)}>{count}</button>{children}{foot}</div>
}
export const Named = ({ children }) => <i>named {children}</i>`,
  'src/Frame.astro': '<article><h1>{Astro.props.frontmatter.title}</h1><slot /></article>',
  'src/part.mdx': '*part* {props.b}\n',
  'src/strong.mdx': 'export const Strong = ({ children }) => <strong>{children}</strong>\n',
  'src/glob/a.mdx': '---\ntitle: A\n---\n\na\n',
  'src/glob/b.mdx': '---\ntitle: B\n---\n\nb\n',
  'src/Only.jsx': `const width = window.innerWidth
export default () => <b className="only">{width > 0 ? 'only in browsers' : ''}</b>`,
}

/** A page that prints the text of a case. */
export function page(use = '<Text />', more = ''): string {
  return `---\nimport Text from 'TEXT'\n${more}\n---\n${use}\n`
}
