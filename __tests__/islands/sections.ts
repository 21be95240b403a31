/** What differs between two builds by design: hashes, file names, scripts of the runtime. */
const VARIABLE: readonly (readonly [RegExp, string])[] = [
  [/ (uid|component-url|renderer-url|before-hydration-url)="[^"]*"/g, ' $1'],
  [/_box_\w+/g, '_box'],
  [/data-v-\w{8}/g, 'data-v'],
  [/svelte-\w{5,9}/g, 'svelte-hash'],
  [/<style>.*?<\/style>|<link [^>]*>/gs, ''],
  [/<script\b[^>]*>.*?<\/script>/gs, ''],
]

/** The content of each `<section title>` of a page, without what differs between builds. */
export function sectionsOf(page: string): Record<string, string> {
  const sections = page.matchAll(/<section title="([^"]*)">(.*?)<\/section>/gs)
  return Object.fromEntries(
    [...sections].map(([, title = '', content = '']) => [title, withoutVariables(content)]),
  )
}

function withoutVariables(html: string): string {
  const text = VARIABLE.reduce(
    (rest, [found, replacement]) => rest.replace(found, replacement),
    html,
  )
  return withoutCounts(text.replace(/ (props|opts)=("[^"]*"|'[^']*')/g, toPlainText))
}

/** The quotes and the escapes of an attribute may differ, its value may not. */
function toPlainText(_: string, name: string, quoted: string): string {
  return ` ${name}=${decodeHTML(quoted.slice(1, -1))}`
}

const CHARACTERS: Readonly<Record<string, string>> = {
  quot: '"',
  lt: '<',
  gt: '>',
  amp: '&',
  '#39': "'",
}

function decodeHTML(text: string): string {
  return text.replace(/&(quot|lt|gt|amp|#39);/g, (_, name: string) => CHARACTERS[name] ?? '')
}

/**
 * Replaces the renderers' counters by their order of appearance: Astro counts the trial renders of
 * `check`, too.
 */
function withoutCounts(html: string): string {
  const found = html.matchAll(
    / (?:prefix|data-preact-island-id|data-solid-render-id|id)="_?([rsvP]?\d+)/g,
  )
  const names = [...new Set([...found].map(([, name = '']) => name.replace('P', '')))]
  return names
    .map((name, index) => ({ name, index }))
    .toSorted((a, b) => b.name.length - a.name.length)
    .reduce(
      (text, { name, index }) =>
        text.replaceAll(
          new RegExp(String.raw`(="[_P]?|<!--\$)${name}`, 'g'),
          (_, before: string) => `${before}#${index}#`,
        ),
      html,
    )
}
