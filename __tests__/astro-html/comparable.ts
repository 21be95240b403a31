import { type Tree, toTree } from '../render/html-tree.ts'

/** What is ours, each with its reason. The replacements are made in both pages before they are compared. */
const DIFFERENCES: Readonly<Record<string, (html: string) => string>> = {
  'assets are in another folder, with other hashes, and Astro makes webp of an image': (html) =>
    html.replaceAll(
      /\/_(?:astro|assets)\/([^"?\s]+?)(?:[.-][\w-]{8}(?:[\w-]{2})?)?(?:_\w+)?\.\w+(?=["?])/g,
      (_, name: string) => `/_assets/${name.replaceAll('%20', '_')}`,
    ),
  'the URLs of images are signed, and name the folder of the assets': (html) =>
    html
      .replaceAll(
        /(\bhref=%2F)_(?:astro|assets)(%2F[^"&\s]+?)\.[\w-]{8}(\.\w+)/g,
        (_, start: string, name: string, end: string) => `${start}_assets${name}${end}`,
      )
      .replaceAll(/(&quot;\/)_(?:astro|assets)(\/[\w-]+)\.[\w-]{8}(\.\w+&quot;)/g, '$1_assets$2$3')
      .replaceAll(/&(?:amp;|#38;)s=[\w-]{22}/g, ''),
  'a drawing is the same in every size: its own file is printed': (html) =>
    html.replaceAll(/"\/_image\?href=%2F_assets%2F(\w+)\.svg&[^"]*"/g, '"/_assets/$1"'),
  'a picture has no whitespace': (html) =>
    html.replaceAll(/<picture.*?<\/picture>/gs, (picture) => picture.replaceAll(/>\s+</g, '><')),
  "Astro's image component starts with a line break": (html) =>
    html.replaceAll(/\n(<img src="\/_assets\/)/g, '$1'),
  'Astro loads images lazily': (html) => html.replaceAll(' loading="lazy" decoding="async"', ''),
  'the keyframes of transitions are in a file, which a strict policy allows': (html) =>
    html.replaceAll(/<style>@keyframes astroFadeInOut.*?<\/style>/gs, ''),
  'the styles of transitions have no whitespace': (html) =>
    html.replaceAll(/<style>\[data-astro-transition-scope.*?<\/style>/gs, (style) =>
      style.replaceAll(/\s*([{}:;,[])\s*/g, '$1').replaceAll(';}', '}'),
    ),
  'the scripts and styles of islands are files, which a strict policy allows': (html) =>
    html
      .replaceAll(/<script>\(\(\)=>\{.*?<\/script>/gs, '')
      .replaceAll(/<script type="module" async[^>]*><\/script>/g, '')
      .replaceAll(/<style>astro-island,.*?<\/style>/gs, '')
      .replaceAll(/<link rel="(?:stylesheet|modulepreload)"[^>]*>/g, ''),
  'Astro prints the source of an image last in an entry, and first in a page': (html) =>
    html.replaceAll(/<img ([^>]*?) (src="\/_assets\/[^"]*")/g, '<img $2 $1'),
  'Astro prints the fallback of an island a second time, as a template': (html) =>
    html.replaceAll(/<template data-astro-template="fallback">.*?<\/template>/gs, ''),
  'islands have other ids': (html) =>
    html.replaceAll(/ (uid|component-url|renderer-url|prefix)="[^"]*"/g, ' $1=""'),
}

/** What development prints in another way, each with its reason. */
const IN_DEVELOPMENT: Readonly<Record<string, (html: string) => string>> = {
  'files are sources': (html) =>
    html
      .replaceAll(/"\/src\/[^"]*?([^"/]+)\.png"/g, '"/_assets/$1.xxxxxxxx.png"')
      .replaceAll(
        /"\/_image\?href=%2Fsrc%2F([^"&]+)\.png&[^"]*"/g,
        (_, path: string) =>
          `"/_assets/${decodeURIComponent(path).replace(/^.*\//, '')}.xxxxxxxx.png"`,
      ),
  'the page is kept up to date by a script': (html) =>
    html.replaceAll(/<script type="module" src="[^"]*"[^>]*><\/script>/g, ''),
  'React needs a script before it hydrates': (html) =>
    html.replaceAll(/ before-hydration-url="[^"]*"/g, ''),
}

/** Replaces what development prints in another way than a build. */
export function asBuilt(html: string): string {
  return Object.values(IN_DEVELOPMENT).reduce((text, replace) => replace(text), html)
}

/** The lines of a page as a browser reads it, without what differs on purpose. */
export function toComparable(html: string): string[] {
  const same = Object.values(DIFFERENCES).reduce((text, replace) => replace(text), html)
  return [/^<!doctype[^>]*>/i.exec(same)?.[0].toLowerCase() ?? '', ...toLines(toTree(same), '')]
}

/**
 * Removes the charset that Astro forgets: it prints none for a page without a layout whose first output is that of a
 * component.
 */
export function withoutCharset(html: string): string {
  return html.replace(/<meta charset="utf-8"\s*\/?>/, '')
}

function toLines(trees: readonly Tree[], indent: string): string[] {
  return trees.flatMap((tree) => {
    if (typeof tree === 'string') return `${indent}${JSON.stringify(tree)}`
    if ('comment' in tree) return `${indent}<!--${tree.comment}-->`
    const attributes = tree.attributes.map(([name, value]) => ` ${name}=${JSON.stringify(value)}`)
    return [
      `${indent}<${tree.name}${attributes.join('')}>`,
      ...toLines(tree.children, `${indent}  `),
    ]
  })
}
