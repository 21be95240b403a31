const INTER = 'inter-latin-wght-normal.woff2'
const mono = (weight: string, style = 'normal', type = 'woff2') =>
  `./ibm-plex-mono-latin-${weight}-${style}.${type}`

/** Families of local fonts, by the complaint of a user for whom one is wrong. Their files are in `node_modules`. */
export const families: readonly (Readonly<Record<string, unknown>> & {
  readonly because: string
})[] = [
  {
    because: 'a variable font has no range of weights',
    name: 'Inter',
    options: { variants: [{ src: [`./${INTER}`] }] },
  },
  {
    because: 'weights and styles are not those of the files',
    name: 'IBM Plex Mono',
    fallbacks: ['monospace'],
    options: {
      variants: [{ src: [mono('400')] }, { src: [mono('700')] }, { src: [mono('400', 'italic')] }],
    },
  },
  {
    because: 'descriptors are missing',
    name: 'Mono With Descriptors',
    display: 'optional',
    stretch: '75% 125%',
    featureSettings: '"zero"',
    variationSettings: '"wght" 450',
    unicodeRange: ['U+0000-00FF', 'U+0131'],
    fallbacks: ['serif'],
    options: {
      variants: [
        {
          src: [mono('400')],
          weight: 400,
          style: 'normal',
          display: 'block',
          unicodeRange: ['U+26'],
        },
        { src: [mono('700')], weight: '700', style: 'oblique', featureSettings: '"ss01"' },
      ],
    },
  },
  {
    because: 'a browser without woff2 gets no font',
    name: 'Two Formats',
    options: {
      variants: [
        { src: [mono('400'), { url: mono('400', 'normal', 'woff'), tech: 'variations' }] },
      ],
    },
  },
  {
    because: 'a bold family falls back to a regular font',
    name: 'Bold',
    options: { variants: [{ src: [mono('700')] }] },
  },
  {
    because: 'the fallback is not the font of the system',
    name: 'Interface',
    fallbacks: ['Verdana', 'system-ui'],
    options: { variants: [{ src: [`./${INTER}`], weight: 'bold', style: 'normal' }] },
  },
  {
    because: 'fallback fonts are made although they are switched off',
    name: 'Plain',
    fallbacks: ['Georgia', 'serif'],
    optimizedFallbacks: false,
    options: { variants: [{ src: [mono('400')] }] },
  },
  {
    because: 'a family without fallbacks has some',
    name: 'Alone',
    fallbacks: [],
    options: { variants: [{ src: [mono('400')] }] },
  },
  {
    because: 'a fallback that is not generic changes the metrics',
    name: 'Named',
    fallbacks: ['serif', 'Georgia'],
    options: { variants: [{ src: [mono('400')] }] },
  },
  {
    because: 'a generic family without known fonts breaks the rules',
    name: 'Cursive',
    fallbacks: ['cursive'],
    options: { variants: [{ src: [mono('400')] }] },
  },
  {
    because: 'a quoted name is quoted twice',
    name: '"Quoted Name"',
    options: { variants: [{ src: [mono('400')] }] },
  },
  {
    because: 'the family falls back to itself',
    name: 'Arial',
    options: { variants: [{ src: [mono('400')] }] },
  },
]

/** The files of these families, as packages spell them. */
export const FILES: readonly string[] = [
  `@fontsource-variable/inter/files/${INTER}`,
  ...[mono('400'), mono('700'), mono('400', 'italic'), mono('400', 'normal', 'woff')].map((path) =>
    path.replace('./', '@fontsource/ibm-plex-mono/files/'),
  ),
]

/** The property of a family. */
export function propertyOf(index: number): string {
  return `--font-${index}`
}

/** Writes a configuration with some of the families. */
export function toConfig(
  imported: string,
  indexes: readonly number[] = [...families.keys()],
): string {
  const written = indexes.map((index) => {
    const { because: _, ...family } = families[index] ?? { because: '' }
    const text = JSON.stringify({ ...family, cssVariable: propertyOf(index) })
    return `{ provider: fontProviders.local(), ...${text} }`
  })
  return `import { fontProviders } from '${imported}'
export default { fonts: [${written.join(',\n')}] }
`
}

/** A page for a family, which prints its `<Font>` and its `fontData`. */
export function toPage(index: number): string {
  const property = propertyOf(index)
  return `---
import { Font, fontData } from 'astro:assets'
---
<html><head><Font cssVariable="${property}" preload /></head>
<body><script type="application/json" is:inline set:html={JSON.stringify(fontData['${property}'])}></script></body></html>
`
}

/** What a family is to a browser, with hashes and addresses left out. */
export interface Comparable {
  readonly css: string
  readonly preloads: readonly string[]
  readonly data: unknown
}

/** Reads a page of a family. */
export function toComparable(html: string, css: string): Comparable {
  const [, data = 'null'] = /<script[^>]*json">(.*?)<\/script>/s.exec(html) ?? []
  const links = html.match(/<link rel="preload"[^>]*>/g) ?? []
  return {
    css: withoutHashes(css),
    preloads: links.map((link) =>
      withoutHashes(link.replace(/crossorigin(?:="[^"]*")?/, 'crossorigin')),
    ),
    data: JSON.parse(withoutHashes(data)),
  }
}

function withoutHashes(text: string): string {
  return text
    .replaceAll(/"[^"]*?([\w-]+)(?:\.[\w-]+)?\.(woff2?)"/g, '"FILE.$2"')
    .replaceAll(
      /(Inter|Mono|Descriptors|Formats|Bold|Interface|Plain|Alone|Named|Cursive|Name|Arial)-[\w-]{8,16}(?=[;",: ])/g,
      '$1-HASH',
    )
}
