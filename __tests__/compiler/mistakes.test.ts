import { describe, expect, test } from '@jest/globals'
import { mendQuirks } from '../../src/compiler/quirks.ts'
import { compileAstro } from '../../src/compiler/compile.ts'
import type { SsrPagesError } from '../../src/shared/errors.ts'

const filename = '/src/pages/a.astro'

/** A source, the place of its mistake as line:column, and the message. */
type Mistake = readonly [name: string, source: string, place: string, text: RegExp]

const fences: Mistake[] = [
  ['begins in a comment', '// --- a ---\n---\nif (b) c()\n---\n<p/>', '1:4', /inside a comment/],
  ['has no end', '---\nconst key = "x"\n<p>hi</p>\n', '1:1', /not closed, so visitors/],
  [
    'has no end, in a file with CRLF',
    '---\r\nconst a = 1\r\n<p/>\r\n',
    '1:1',
    /frontmatter is not closed/,
  ],
  [
    'has no end, behind a byte order mark',
    '\ufeff---\nconst a = 1\n<p/>',
    '1:1',
    /frontmatter is not closed/,
  ],
  [
    'has no end, behind empty lines',
    '\n\n  ---\nconst a = 1\n<p/>',
    '3:3',
    /frontmatter is not closed/,
  ],
  ['is only its first fence', '---', '1:1', /frontmatter is not closed/],
  ['ends with two dashes', '---\nconst a = 1\n--\n<p>{a}</p>', '1:1', /frontmatter is not closed/],
  ['begins with four dashes', '---- \nconst a = 1\n---\n<p/>', '1:1', /three dashes \(saw 4\)/],
  ['ends with four dashes', '---\nconst a = 1\n----\n<p>{a}</p>', '3:1', /has three dashes/],
  ['begins with two dashes', '--\nconst a = 1\n--\n<p/>', '1:1', /comes first/],
  ['begins with long dashes', '—-\nconst a = 1\n---\n<p/>', '1:1', /comes first/],
  ['has no beginning', 'const key = 1\n---\n<p>a</p>', '2:1', /comes first/],
  ['has no fence at all', "import X from './X.astro'\n<X />", '1:1', /This code is text/],
  [
    'has no fence, and destructures values',
    'const { a } = Astro.props\n<p>{a}</p>',
    '1:1',
    /is text/,
  ],
  [
    'has no fence, and uses Astro behind a bracket',
    "if (!Astro.locals.user) return Astro.redirect('/login')\n<p/>",
    '1:1',
    /is text/,
  ],
  [
    'follows an element, and uses Astro',
    '<p/>\n---\nAstro.response.status = 404\n---\n',
    '2:1',
    /comes first/,
  ],
  ['has no fence, and leaves early', 'if (!Astro.locals.user) return\n<p/>', '1:1', /is text/],
  ['has no fence, and sets a status', 'Astro.response.status = 404\n<p/>', '1:1', /is text/],
  ['has no fence, and sets a cookie', "Astro.cookies.set('a', 'b')\n<p/>", '1:1', /is text/],
  ['has no fence, and a typed value', 'const a: string = b()\n<p/>', '1:1', /is text/],
  [
    'has no beginning, and only awaits',
    'await check(Astro.request)\n---\n<p>a</p>',
    '2:1',
    /comes first/,
  ],
  [
    'follows a comment, and begins with one',
    '<!-- c -->\n---\n// d\n---\n<p/>',
    '2:1',
    /comes first/,
  ],
  ['follows text', 'if (!user) leave()\n---\nconst a = 1\n---\n<p/>', '1:1', /is dropped/],
  ['follows an HTML comment', '<!-- c -->\n---\nconst a = 1\n---\n<p/>', '2:1', /comes first/],
  ['follows the doctype', '<!doctype html>\n---\nconst a = 1\n---\n<p/>', '2:1', /comes first/],
  [
    'occurs twice',
    '---\nconst a = 1\n---\n<p/>\n---\nconst b = 2\n---\n',
    '5:1',
    /A file has one frontmatter/,
  ],
  ['follows an element', '<p/>\n---\nconst { user } = Astro.locals\n---\n', '2:1', /comes first/],
  ['ends at a subtraction', '---\nlet b = 2;const a = b---b\n---\n{a}', '2:22', /ends at these/],
]

describe('server code is not shown to visitors where the frontmatter', () => {
  test.each(fences)('%s', (_name, source, place, text) => {
    expect(failureOf(source)).toEqual(mistake(place, text))
  })
})

describe('intended dashes and text are left alone', () => {
  test.each([
    ['a line of dashes between elements', '<p>a</p>\n---\n<p>b</p>'],
    ['a comment in front of the first fence', '/* c */\n// d\n---\nconst a = 1\n---\n{a}'],
    ['dashes in a string', '---\nconst a = "---"\n---\n{a}'],
    ['dashes in a template literal', '---\nconst a = `\n---\n`\n---\n{a}'],
    ['a frontmatter on one line', '--- const a = 1 ---\n{a}'],
    ['an element behind the last fence', '---\nconst a = 1\n---<p>{a}</p>'],
    ['a file with CRLF', '---\r\nconst a = 1\r\n---\r\n<p>{a}</p>'],
    ['an empty frontmatter', '---\n---\n<p/>'],
    ['a component whose name is a dash', '—\n'],
    ['text about code', 'let us see: import duties are const.\n<p>function</p>'],
    ['code in an element', '<pre>\n---\nconst a = 1\n---\n</pre>'],
    ['text about Astro', 'Read about Astro.build\n<p/>'],
    ['a page of text and an expression', 'Hello {Astro.params.name}\n'],
    ['an expression behind text and an attribute', 'Hello <a href={Astro.url.href}>you</a>'],
    ['an expression behind dashes', '<p>a</p>\n---\nBy {Astro.locals.user} {Astro.url}'],
    ['text that names members of Astro', 'Use <code>Astro.url</code> to know the path.'],
    ['text that begins with a member of Astro', 'Astro.props are given by the parent.\n<p/>'],
    ['text behind a line of dashes', '<p>a</p>\n--\n- Astro.props is in the manual\n'],
    ['text that begins like a declaration', 'let us say that x = 1 <b>x</b>'],
    ['a line of dashes between texts', 'Above\n---\nBelow\n'],
    ['a line of dashes between texts, behind a comment', '<!-- c -->\nAbove\n---\nBelow\n<p/>'],
  ])('%s', (_name, source) => {
    expect(compileAstro(source, { filename }).warnings).toEqual([])
  })
})

test('a byte order mark is not printed', () => {
  const { code } = compileAstro('\ufeff<p>a</p>', { filename })
  expect(code).not.toMatch(/\ufeff|\\ufeff/i)
})

const X = "---\nimport X from './X.tsx'\nimport A from './A.astro'\nconst T = A\n---\n"

const directives: Mistake[] = [
  [
    'a misspelt directive of an island',
    `${X}<X client:laod />`,
    '6:4',
    /Unknown directive client:laod \(did you mean client:load\?\); these exist: client:load, client:idle/,
  ],
  [
    'an unknown directive in an expression',
    `${X}{[1].map(() => <i><X client:scroll /></i>)}`,
    '6:22',
    /Unknown directive client:scroll; these/,
  ],
  [
    'client:media without a query',
    `${X}<X client:media />`,
    '6:4',
    /client:media needs a media query as a string/,
  ],
  ['client:media with a number', `${X}<X client:media={40} />`, '6:4', /needs a media query/],
  [
    'an island that is held in a variable',
    `${X}<T client:visible />`,
    '6:4',
    /client:visible works on components that the file imports: .* module of <T>/,
  ],
  [
    'an island that is a member of a variable',
    `${X}<T.X client:visible />`,
    '6:6',
    /module of <T\.X>/,
  ],
  [
    'itself as an island',
    `${X}<Astro.self client:load />`,
    '6:13',
    /components that the file imports/,
  ],
  ['a custom element as an island', '<my-clock client:load />', '1:11', /works on components only/],
  [
    'an .astro component that is rendered by browsers only',
    `${X}<A client:only="react" />`,
    '6:4',
    /client:only cannot work: an \.astro component runs on the server only/,
  ],
  ['a server island', `${X}<A server:defer><p slot="fallback" /></A>`, '6:4', /server:defer/],
  ['a server island in an expression', `${X}{1 && <A server:defer />}`, '6:10', /server:defer/],
  [
    'a server directive that does not exist',
    `${X}<A server:only />`,
    '6:4',
    /Unknown directive server:only; this one exists: server:defer/,
  ],
  [
    'a misspelt set:html',
    '<p set:htm={x} />',
    '1:4',
    /Unknown directive set:htm; these exist: set:html, set:text/,
  ],
  ['a misspelt is:inline', '<script is:inlin></script>', '1:9', /Unknown directive is:inlin/],
  [
    'a misspelt define:vars',
    '<style define:var={{ a }}></style>',
    '1:8',
    /Unknown directive define:var/,
  ],
  ['a misspelt transition', '<p transition:nam="a" />', '1:4', /Unknown directive transition:nam/],
  ['a directive without a name', '<p set:={x} />', '1:4', /Unknown directive set:;/],
]

describe('a directive that would be ignored is an error', () => {
  test.each(directives)('%s', (_name, source, place, text) => {
    expect(failureOf(source)).toEqual(mistake(place, text))
  })

  test('has its own code where Astro supports the directive', () => {
    expect(errorOf(`${X}<A server:defer />`).code).toBe('SSR_PAGES_FEATURE_ABSENT')
    expect(errorOf('<p set:htm={x} />').code).toBe('SSR_PAGES_COMPILE_FAILED')
  })

  test('names the directives that integrations add', () => {
    const support = { renderers: [], directives: ['hover'] }
    const options = { filename, support }
    expect(() => compileAstro(`${X}<X client:hover />`, options)).not.toThrow()
    expect(() => compileAstro(`${X}<X client:hovr />`, options)).toThrow(
      /did you mean client:hover\?\); these exist: .*client:only, client:hover/,
    )
  })
})

const warned: Mistake[] = [
  ['an .astro component as an island', `${X}<A client:load />`, '6:4', /has no effect: an \.astro/],
  ['an element as an island', '<div client:load />', '1:6', /on an element it is printed/],
  [
    'a misspelt animation',
    '<p transition:animate="slid" />',
    '1:4',
    /transition:animate="slid" is not an animation; did you mean slide\?/,
  ],
  [
    'an animation that does not exist',
    '<p transition:animate="zoom" />',
    '1:4',
    /is not an animation; these exist: fade, slide, none, initial/,
  ],
  [
    'a value with only one quote',
    '<a href=/x">b</a>',
    '1:4',
    /the value is \/x", including the quote/,
  ],
]

describe('the page works without it, so there is only a warning', () => {
  test.each(warned)('%s', (_name, source, place, text) => {
    const { warnings } = compileAstro(source, { filename })
    expect(warnings).toEqual([
      expect.stringMatching(new RegExp(`^src/pages/a.astro:${place}: .*${text.source}`)),
    ])
  })

  test('at most ten for one file', () => {
    const { warnings } = compileAstro('<div client:load />'.repeat(30), { filename })
    expect(warnings).toHaveLength(11)
    expect(warnings.at(-1)).toBe('src/pages/a.astro: and 20 more warnings')
  })
})

const tags: Mistake[] = [
  ['an element at the end', '<div />\n<p>b\n', '2:1', /<p> has no closing tag/],
  ['an element in front of another end', '<div><p>a</div>\n', '1:6', /<p> has no closing tag/],
  [
    'an element in a document',
    '<!doctype html>\n<html><body><p></p>\n',
    '2:7',
    /<body> has no closing tag/,
  ],
  [
    'an element behind frontmatter',
    '---\nconst a = 1\n---\n<p>{a}',
    '4:1',
    /<p> has no closing tag/,
  ],
  ['an element in an expression', '<i>\n{x && <b>y', '2:7', /<b> has no closing tag/],
  ['a quote', '<div>\n<a href="/x class="y">b</a></div>', '2:9', /no closing quote/],
  [
    'a quote in front of other lines',
    '<a href="x>b</a>\n<p class="y">z</p>',
    '1:9',
    /no closing quote/,
  ],
  ['a quote of the last value', '<a href="x>b</a>', '1:9', /Unterminated string/],
  ['a quote in front of a name', '<p y"></p>', '1:5', /has a quote or a backslash/],
  [
    'a comment first in an expression',
    '{x ? (<!-- c --> <div/>) : null}',
    '1:7',
    /cannot begin with an HTML comment/,
  ],
  [
    'a comment first in a list',
    '{[1].map(() => <!-- c --><li />)}',
    '1:16',
    /cannot begin with an HTML comment/,
  ],
  [
    'a return in a script',
    '<script is:inline>\nif (x) return\n</script>',
    '2:8',
    /function body: in a script, put/,
  ],
]

describe('a mistake in a tag is shown with its place', () => {
  test.each(tags)('%s', (_name, source, place, text) => {
    expect(failureOf(source)).toEqual(mistake(place, text))
  })
})

const UNIT = 1000
// The time that the compiler itself takes is not ours to change.
const growing: [name: string, make: (count: number) => string, run: (source: string) => void][] = [
  [
    'styles in nested expressions',
    (n) => '{a && <i>'.repeat(n / 20) + '<style>p{}</style>' + '</i>}'.repeat(n / 20),
    mendQuirks,
  ],
  ['static texts', (n) => '<p set:text="<b>" />\n'.repeat(n), mendQuirks],
  ['warnings', (n) => '<div client:load />\n'.repeat(n), mendQuirks],
  ['lines of dashes', (n) => '<p/>\n---\n'.repeat(n), mendQuirks],
  ['comments without an end', (n) => `${'/* '.repeat(n * 4)}\n---\nconst a = 1\n---\n`, mendQuirks],
  ['a missing end behind quotes', (n) => '<a b="x"c d="y>\n'.repeat(n), errorOf],
  ['names with quotes', (n) => '<a y">"</a>\n'.repeat(n), mendQuirks],
  ['fences without an end', (n) => '---\n'.repeat(n * 4), mendQuirks],
]

test.each(growing)('%s take linear time', (_name, make, run) => {
  const sources = [make(UNIT), make(UNIT * 4)]
  const times = [Infinity, Infinity]
  for (let round = 0; round < 7; round++) {
    sources.forEach((source, index) => {
      times[index] = Math.min(
        times[index] ?? Infinity,
        timeOf(() => run(source)),
      )
    })
  }
  const [once = 0, fourTimes = 0] = times
  // Very short times are noise. With quadratic growth the longer source takes sixteen times as long.
  expect(fourTimes).toBeLessThan(Math.max(once, 8) * 8)
})

function timeOf(run: () => void): number {
  // CPU time, because other processes share the machine.
  const before = process.cpuUsage()
  run()
  return process.cpuUsage(before).user / 1000
}

function mistake(place: string, text: RegExp) {
  const [line, column] = place.split(':').map(Number)
  return { line, column, text: expect.stringMatching(text) }
}

function failureOf(source: string) {
  const { details, message } = errorOf(source)
  const { file, line, column } = details
  const [text = ''] = message.split('\n')
  return {
    line,
    column,
    text: text.replace(`${String(file)}:${String(line)}:${String(column)}: `, ''),
  }
}

function errorOf(source: string): SsrPagesError {
  try {
    compileAstro(source, { filename })
  } catch (error) {
    return error as SsrPagesError
  }
  throw new Error('It compiles.')
}
