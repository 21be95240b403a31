import { toHeadHtml } from '../render/head.ts'
import { nonceAttribute } from '../render/nonce.ts'
import { escapeAttribute } from '../shared/escape.ts'
import { toPrefix } from '../shared/pathname.ts'
import type { PrerenderedFile, RouteAssets, RouteMatch } from '../shared/types.ts'
import { toStyleElements } from './styled-pages.ts'
import { isHtml, notHtml } from './to-html.ts'

/** Pages whose browser files can be read. */
interface ReadablePages {
  readonly base: string
  readFile(path: string): Promise<string>
}

/** How a prerendered page is printed. */
interface Printing {
  readonly nonce: unknown
  readonly styles: 'inline' | 'link'
}

/**
 * Reads the file of a prerendered page, and adds to it what was not known at build: the nonce, and
 * the text of the styles.
 *
 * @throws {SsrPagesError} PAGE_NOT_HTML, NONCE_INVALID
 */
export async function readPrerendered(
  { route }: RouteMatch,
  { file, status, headers }: PrerenderedFile,
  pages: ReadablePages,
  { nonce, styles }: Printing,
): Promise<string> {
  if (status !== 200 || !isHtml(headers['content-type'])) {
    throw notHtml(route, `a file of status ${status} and type ${headers['content-type']}`)
  }
  const { assets } = route
  const base = toPrefix(pages.base)
  const attribute = nonceAttribute(nonce)
  // The file contains the links to the styles exactly as they are printed here.
  const own = { ...assets, injected: [] }
  const head =
    styles === 'link'
      ? toHeadHtml(own, base, attribute)
      : toStyleElements(
          await Promise.all(assets.styles.map((path) => pages.readFile(path))),
          attribute,
        )
  const html = (await pages.readFile(file)).replace(toHeadHtml(own, base), () => head)
  return attribute === '' ? html : addNonce(html, assets, base, attribute)
}

// Only to exactly what the build has printed: other scripts in the file may come from a CMS.
function addNonce(html: string, assets: RouteAssets, base: string, nonce: string): string {
  let text = html
  const replace = (tag: string): void => {
    text = text.replaceAll(tag, () => tag.replace(/>/, () => `${nonce}>`))
  }
  for (const script of [...Object.values(assets.scripts), ...(assets.injected ?? [])]) {
    if (typeof script !== 'string') {
      const code = `>${script.code}</script>`
      for (const start of ['<script', '<script type="module"']) replace(start + code)
      continue
    }
    const url = escapeAttribute(`${base}/${script}`)
    for (const type of ['module"', 'module" async']) replace(`<script type="${type} src="${url}">`)
  }
  const modules = Object.values(assets.scripts).filter((script) => typeof script === 'string')
  for (const path of new Set([...modules, ...Object.values(assets.preloads ?? {}).flat()])) {
    replace(`<link rel="modulepreload" href="${escapeAttribute(`${base}/${path}`)}">`)
  }
  return text
}
