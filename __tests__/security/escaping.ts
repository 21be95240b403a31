import type { Source } from '../render/render-with.ts'

/** A page that prints what a client sent, and attacks on such pages. */
export interface Escape {
  /** The advisory that describes it, or a short name. */
  readonly id: string
  /** What must hold, as a sentence. */
  readonly what: string
  /** The page; in it, `value` is what the client sent. */
  readonly page: string
  readonly components?: Source['components']
  readonly values: readonly string[]
  /** The expected elements and attribute names; by default those of the harmless value `x`. */
  readonly shape?: string
}

const MARKUP = [
  '"><img src=x onerror=alert(1)>',
  "'><img src=x onerror=alert(1)>",
  '<script>alert(1)</script>',
  '</p></title></textarea></option></select></noscript></iframe></xmp></style></script><b>',
  '<!--',
  '-->',
  '<![CDATA[',
  '" onclick="alert(1)',
  "' onclick='alert(1)",
  '`onclick=`alert(1)',
  'x onclick=alert(1) y',
  '&quot; onclick=&quot;alert(1)',
]

const NAMES = [
  'x onmouseover=alert(1) y',
  'x\tonmouseover=alert(1)',
  'x\nonmouseover=alert(1)',
  'x\fonmouseover=alert(1)',
  'x/onmouseover=alert(1)',
  'x=1',
  'x"',
  "x'",
  '><img',
  '',
]

const Box = '<div><slot name="a">none</slot><slot /></div>'
const Card = '<p {...Astro.props}>x</p>'

/** Markup that must not become elements or attributes. */
export const escaping: readonly Escape[] = [
  {
    id: 'CVE-2026-54298',
    what: 'a name in a spread is one name of an attribute or none',
    page: '<p {...{ [value]: 1 }}>x</p><my-box {...{ [value]: 1 }}></my-box><img {...{ [value]: 1 }}>',
    values: NAMES,
    shape: 'html(head()body(p()my-box()img()))',
  },
  {
    id: 'CVE-2026-59729',
    what: 'a name in a spread is one name of an attribute or none, on every kind of element',
    page: `---
const Tag = 'section'
---
<html {...{ [value]: 1 }}><head {...{ [value]: 1 }}><meta {...{ [value]: 1 }}></head>
<body {...{ [value]: 1 }}><Tag {...{ [value]: 1 }} /><Card {...{ [value]: 1 }} /><svg {...{ [value]: 1 }}></svg></body></html>`,
    components: { Card },
    values: NAMES,
    shape: 'html(head(meta())body(section()p()svg()))',
  },
  {
    id: 'CVE-2026-50146',
    what: 'the name of a slot prints nothing',
    page: '<Box><b slot={value}>x</b></Box><Box><Box><b slot={value}>x</b></Box></Box>',
    components: { Box },
    values: [...MARKUP, '__proto__', 'constructor'],
  },
  {
    id: 'CVE-2026-73422',
    what: 'a value of a transition does not end the style that it is in',
    page: '<p transition:animate={{ forwards: { old: [{ name: value, duration: value, delay: value }], new: { name: "a", easing: value, fillMode: value, direction: value } }, backwards: {} }}>x</p>',
    values: ['1s}</style><script>alert(1)</script>', '1s;}*{color:red', '1s\\', '1s/*', ...MARKUP],
  },
  {
    id: 'CVE-2026-59727',
    what: 'the name of a transition ends neither a style nor an attribute',
    page: '<p transition:name={value} transition:persist={value}>x</p>',
    values: ['x}</style><script>alert(1)</script>', ...MARKUP],
  },
  {
    id: 'unescaped-ampersand',
    what: 'a URL with an ampersand is escaped as much as one without',
    page: '<a href={value} title=`${value}`>x</a><img src={value} srcset={value}>',
    values: ['/?a=1&b="onx=1', '/?a&b"><img src=x onerror=alert(1)>', ...MARKUP],
  },
  {
    id: 'CVE-2026-27122',
    what: 'a tag that is known at run time is the name of an element and nothing else',
    page: '---\nconst Tag = `x-${value}`\n---\n<Tag title="a">b</Tag>',
    values: [' src=x onerror=1', '/onerror=1', '><script>alert(1)</script>', '\tonerror=1', '"x'],
    shape: 'html(head()body(x-[title]()))',
  },
  {
    id: 'CVE-2026-27119',
    what: 'text in an option, a title and a textarea is text',
    page: '<html><head><title>{value}</title></head><body><select><option>{value}</option></select><textarea>{value}</textarea></body></html>',
    values: MARKUP,
  },
  {
    id: 'CVE-2026-27901',
    what: 'text in an element whose content is taken as it is does not end the element',
    page: '<noscript>{value}</noscript><iframe>{value}</iframe><xmp>{value}</xmp><template>{value}</template><svg><title>{value}</title><desc>{value}</desc></svg><math><mi>{value}</mi></math>',
    values: MARKUP,
  },
  {
    id: 'raw-text',
    what: 'braces in a script, a style and a comment print nothing',
    page: '<script is:inline>{value}</script><style is:inline>{value}</style><!-- {value} --><i></i>',
    values: MARKUP,
  },
  {
    id: 'set-text',
    what: 'set:text ends neither a script nor a style',
    page: '<script is:inline set:text={value}></script><style is:inline set:text={value}></style><i></i>',
    values: MARKUP,
  },
  {
    id: 'CVE-2026-59895',
    what: 'a name of a class ends neither the list nor the attribute',
    page: '<p class:list={[value, { [value]: true }]} class={value}>x</p><Card class:list={[value]} />',
    components: { Card },
    values: MARKUP,
  },
  {
    id: 'markup-of-values',
    what: 'nothing that a page puts in braces is markup by itself',
    page: '{value}{[value]}{Promise.resolve(value)}{() => value}{{ toString: () => value }}{new URL("http://a/#" + value)}<i></i>',
    values: MARKUP,
  },
]

const ENDS = ['</Script>', '</script >', '</script/>', '</script\n>', '</SCRIPT\t>']
const SCRIPTS = [
  ...ENDS.map((end) => `${end}<script>alert(1)</script>`),
  '<!--<script>',
  '<!--<script></script>',
  '--><script>alert(1)</script>',
  '\u2028alert(1)\u2029',
  '"+alert(1)+"',
  '\\"+alert(1)//',
  '`${alert(1)}`',
  ']]>',
  '&lt;/script&gt;',
]

/** Data for scripts: the script passes it to `see()`, or is JSON of `{ value }`. */
export const scripts: readonly Escape[] = [
  {
    id: 'CVE-2026-41067',
    what: 'a variable does not end the script that it is for',
    page: '<script define:vars={{ value }}>see(value)</script>',
    values: SCRIPTS,
  },
  {
    id: 'CVE-2025-32388',
    what: 'a name in an object does not end the script that it is for',
    page: '<script define:vars={{ data: { [value]: 1 } }}>see(Object.keys(data)[0])</script>',
    values: [...SCRIPTS, '__proto__'],
  },
  {
    id: 'CVE-2025-15265',
    what: 'the name of a variable is no code',
    page: '<script define:vars={{ [value]: 1, value }}>see(value)</script>',
    values: [...SCRIPTS, 'a=alert(1),b', 'a;alert(1)//', 'var', ''],
  },
  {
    id: 'CVE-2026-21884',
    what: 'keys and values deep in a list do not end the script that they are for',
    page: '<script type="module" define:vars={{ list: [[{ [value]: [value] }]] }}>see(list[0][0] && Object.entries(list[0][0])[0][1][0])</script>',
    values: SCRIPTS,
  },
  {
    id: 'CVE-2025-59057',
    what: 'JSON for search engines, written as documented, does not end its script',
    page: `<script type="application/ld+json" set:html={JSON.stringify({ value }).replaceAll('<', '\\\\u003c')} />`,
    values: SCRIPTS,
  },
]
