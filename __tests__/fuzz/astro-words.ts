/** Values without markup; they use what `built-pages.test.ts` passes to every component. */
export const LEAVES: string[] = [
  ['"a<b>&\\"\'"', '""', '0', '-0', '1.5', 'NaN', '10n', 'null', 'undefined', 'true', 'false'],
  ['text', 'list', 'item', 'index', 'object', 'getter.a', 'Symbol("s<")', 'new Date(0)', 'Card'],
  ['"$$render`<p>${x}</p>`"', '/[`${}"]\\/}/', '`\\`\\${`', '`a\\rb${text}\\\\`', '"\\ud83d"'],
  ['later("l<")', '() => "f<"', 'async () => text'],
  [
    '[text, null, later(1)]',
    'new Set(["s<", 2])',
    '(1, "c<")',
    'html`<i>${text}</i>`',
    '/* c */ 1',
  ],
  ['function* () { yield "g"; yield later("g2") }', '(async function* () { yield "ag" })()'],
  [
    'Astro.props.x',
    'Astro.props',
    'Astro.url.pathname',
    'Astro.slots.has("a")',
    '(text as string)',
  ],
  ['Astro.request.headers.get("x-a")', 'Astro.request.headers.get(item)', '(v) => `${v}!`'],
  ['Astro.request.url', 'Astro.request?.headers.has("x-a")', 'Astro.request.text()'],
  ['String(Astro.request)', 'Astro.request.clone().method', 'Object.keys(Astro.request.headers)'],
  ['new Response("whole", { status: 202 })', 'Astro.redirect("/r")', 'new Uint8Array([60, 98])'],
  ['list.map((one) => one)'],
  ['(a, b) => a + b + "<"', 'Astro.slots.render("default", [item]) && text'],
  ['await later("w<")', 'Astro.slots.render("default", ["x"])', 'Astro.slots.render("a")'],
].flat()

/** Values with a `map()`. */
export const LISTS: string[] = [
  ['list', '[1, "b<"]', 'Array(2)', '[undefined, 0, ""]', '(1, [2])', 'object.list', 'own'],
  ['[later("a"), "b"]', '[[1], [2]]', '[text].filter(Boolean)', 'object?.list'],
].flat()

/** Values without a `map()`. */
export const NO_LISTS: string[] = [
  'undefined',
  'null',
  'object',
  'new Set([1])',
  'later([1])',
  'object.none',
]

/** Parameters of a function that receives an element of a list. */
export const PARAMETERS: string[] = [
  '(item)',
  '(item)',
  '(item, index)',
  '()',
  '({ x: item })',
  'item',
  '(...item)',
]

/** Parameters with names that have another meaning elsewhere. */
export const ODD_PARAMETERS: string[] = [
  '(Card)',
  '(Astro)',
  '($$markup)',
  '(text = item, i, $$props)',
]

/** Names of attributes. */
export const NAMES: string[] = [
  ['id', 'title', 'class', 'className', 'style', 'hidden', 'checked', 'download', 'data-a'],
  ['x:y', '@click', 'aria-label', 'set:html', 'set:text', 'class:list', 'slot', 'multiple'],
].flat()

/** Static attributes. */
export const STATIC: string[] = [
  ['', '', '', ' id="a&amp;`${x}\\"', " title='\"'", ' hidden', ' class="s"', ' {text}', ' data-a'],
  [' transition:name="t"', ' is:raw', ' slot="a"', ' slot={text}', ' transition:persist'],
].flat()

/** Properties of a style object. */
export const PROPERTIES: string[] = [
  ['top: 1', 'left: "2px"', 'x: null', 'y: ""', '"a b": 1', '1: 2', '__proto__: { z: 1 }', 'text'],
  [
    '...object',
    '["c"]: 1',
    'bottom: "a;b:c"',
    'font: `"f&${text.length}"`',
    'w: "calc(1px * (2))"',
  ],
  [
    'b: `url("${index}")`',
    'c: "\\\\"',
    'd: `\\`${"$"}{`',
    'e: "\\ud83d"',
    'f: later(1)',
    'top: [1]',
  ],
].flat()

/** Names of elements. */
export const TAGS: string[] = [
  'p',
  'b',
  'li',
  'table',
  'svg',
  'template',
  'x-a',
  'Tag',
  'textarea',
  'Fragment',
]

/** Names of components, some of which are declared in every component. */
export const COMPONENTS: string[] = [
  'Card',
  'Card',
  'Other',
  'Other',
  'Called',
  'Listed',
  'Early',
  'Chosen',
  'Own',
  'Html',
]

/** Markup without computed values. */
export const TEXTS: string[] = [
  [
    't',
    ' ',
    '\n  ',
    '`${text}\\',
    '&amp;<!-- c -->',
    '<br/>',
    '{}',
    '{/* c */}',
    '\u2028é😀',
    '$$render`',
  ],
  ['<slot />', '<slot name="a">{text}</slot>', '<script>go()</script>', '<slot name={text} />'],
  ['<style>p { color: red }</style>', '<style define:vars={{ a: text }}>b { color: red }</style>'],
  ['<script is:inline define:vars={{ text }}>go(text)</script>', '<input value={text} disabled>'],
].flat()

/** The frontmatter of a component. */
export const FRONTMATTERS: string[] = [
  ['await later(1)', 'const load = async () => await later(1)', 'see("front", item)'],
  ['const { request } = Astro\nsee(request.method)', 'see(String(Astro.request.headers))'],
  ['if (Astro.props.x) return', 'interface Props { x?: string }\nenum E { A }\nE.A satisfies E'],
].flat()

/** Values that throw. */
export const FAILING: string[] = ['reject("r")', 'fail("f")', 'unknown', 'null.x', 'item.missing()']

/** Statements that end a component before it prints anything. */
export const ENDING: string[] = [
  'if (item) return Astro.redirect("/r")',
  'fail("front")',
  'return',
  'return null',
]
