import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { runWarmCli, buildWarm } from '../support/warm-cli.ts'
import { readTree } from '../support/project.ts'
import { createMarkdownProject } from './site.ts'

/** Attributes of `<Code>`, and what Astro 7.3.5 prints. */
const codes: readonly [name: string, tag: string, expected: string][] = [
  [
    'code in a language',
    '<Code code="let a" lang="js" />',
    '<pre class="astro-code github-dark" style="background-color:#24292e;color:#e1e4e8; overflow-x: auto;" tabindex="0" data-language="js"><code><span class="line"><span style="color:#F97583">let</span><span style="color:#E1E4E8"> a</span></span></code></pre>',
  ],
  [
    'code without a language, which is escaped',
    '<Code code={`<b> & "`} />',
    '<code><span class="line"><span>&#x3C;b> &#x26; "</span></span></code>',
  ],
  [
    'code inside of a line',
    '<Code code="let" lang="js" inline />',
    '<code class="astro-code github-dark" style="background-color:#24292e;color:#e1e4e8; overflow-x: auto;" tabindex="0" data-language="js"><span class="line"><span style="color:#F97583">let</span></span></code>',
  ],
  [
    'two themes',
    "<Code code='let' lang='js' themes={{ light: 'github-light', dark: 'github-dark' }} />",
    '<span style="color:#D73A49;--shiki-dark:#F97583">let</span>',
  ],
  [
    'a theme of variables',
    '<Code code="let" lang="js" theme="css-variables" />',
    'color:var(--astro-code-token-keyword)',
  ],
  [
    'attributes of its own',
    '<Code code="a" class="mine" style="margin: 0" data-id={`"`} />',
    '<pre class="astro-code github-dark mine" style="background-color:#24292e;color:#e1e4e8; margin: 0; overflow-x: auto;" tabindex="0" data-id="&#x22;" data-language="plaintext">',
  ],
  [
    'long lines that break',
    '<Code code="a" wrap />',
    'overflow-x: auto; white-space: pre-wrap; word-wrap: break-word;"',
  ],
  [
    'no style about long lines',
    '<Code code="a" wrap={null} />',
    'style="background-color:#24292e;color:#e1e4e8"',
  ],
  [
    'a difference',
    '<Code code="+ a" lang="diff" />',
    '<span style="user-select: none;">+</span> a</span>',
  ],
  [
    'a language that does not exist',
    '<Code code="a" lang="nosuch" />',
    'data-language="plaintext"',
  ],
]

const page = `---
import { Code, Debug } from 'astro:components'
const value = { a: '<b>' }
---
${codes.map(([, tag], index) => `<section id="s${index}">${tag}</section>`).join('\n')}
<section id="debug"><Debug {value} /></section>`

describe('<Code> prints, as in Astro,', () => {
  let html = ''
  let printed = ''

  beforeAll(async () => {
    const root = createMarkdownProject({ 'src/pages/index.astro': page })
    printed = (await buildWarm(root)).stderr
    html = readTree(join(root, 'dist/client')).get('index.html') ?? ''
  }, 60_000)

  function section(id: string): string {
    return html.split(`<section id="${id}">`)[1]?.split('</section>')[0] ?? ''
  }

  test.each(codes.map(([name, , expected], index) => [name, expected, index] as const))(
    '%s',
    (_name, expected, index) => {
      expect(section(`s${index}`)).toContain(expected)
    },
  )

  test('and warns about a language that does not exist', () => {
    expect(printed).toContain('The language "nosuch" doesn\'t exist, falling back to "plaintext".')
  })

  test('and <Debug> prints the name and the value of its attribute', () => {
    expect(section('debug')).toContain('<span class="astro-debug-name">"value"</span>')
    expect(section('debug')).toContain('"a": "&#x3C;b>"')
  })
})

test('Astro.glob() says what to write instead, with the pattern', async () => {
  const root = createMarkdownProject({
    'src/pages/a.astro': "---\nconst all = await Astro.glob('../posts/*.md')\n---\n{all.length}",
  })
  const { code, stderr } = await runWarmCli(['build'], root)
  expect(stderr).toContain("Astro.glob('../posts/*.md') was removed from Astro 6")
  expect(stderr).toContain(
    "Write `Object.values(import.meta.glob('../posts/*.md', { eager: true }))`.",
  )
  expect(stderr).toContain('src/pages/a.astro:2:')
  expect(code).toBe(1)
})
