import { escapeAttribute } from '../shared/escape.ts'
import { SsrPagesError } from '../shared/errors.ts'
import { type BuiltFamily, FONTS_FOLDER, type FontPreload } from '../shared/font-family.ts'
import { followMount } from '../shared/mount.ts'
import { nearestName } from '../shared/nearest-name.ts'
import { type ComponentFactory } from './component-factory.ts'
import { createComponent } from './component.ts'
import { noteFontLinks } from './font-links.ts'
import { type PreloadFilter, selectPreloads } from './font-preloads.ts'
import { toHeadHtml } from './head.ts'
import { Mark } from './mark.ts'
import type { PageRender } from './page-render.ts'

/** The attributes of `<Font>`. */
export interface FontProps {
  /** The property of the family in the configuration: `--font-body`. */
  readonly cssVariable: string
  /** Which of its files browsers load at once: all, or those with a weight, style and subset. (default: none) */
  readonly preload?: PreloadFilter
}

/** One face of a family, with the URLs of its files. */
export interface FontData {
  readonly src: readonly {
    readonly url: string
    readonly format?: string | undefined
    readonly tech?: string | undefined
  }[]
  readonly weight?: string | undefined
  readonly style?: string | undefined
  readonly subset?: string | undefined
}

/** What `astro:assets` exports for fonts. */
export interface Fonts {
  /** Its type is that of a function, by whose parameter the language tools check a tag. */
  readonly Font: (props: FontProps) => unknown
  /** The faces of each family by its property. */
  readonly fontData: Readonly<Record<string, readonly FontData[]>>
}

/**
 * Creates what `astro:assets` exports for the fonts of a site.
 *
 * @param families - The families by their properties.
 * @param prefix - The path that the site is built for, without a trailing slash.
 * @returns The component, and the faces with the URLs of their files.
 */
export function createFonts(
  families: Readonly<Record<string, BuiltFamily>>,
  prefix: string,
): Fonts {
  const known = new Map(Object.entries(families))
  const Font = createComponent((result, { cssVariable, preload }) => {
    const family = known.get(String(cssVariable))
    if (family === undefined) throw unknownFont(cssVariable, [...known.keys()])
    return new FontMark(result, family, selectPreloads(family.preloads, preload))
  }, 'astro/components/Font.astro')
  const data = [...known].map(
    ([property, family]) => [property, toFontData(family, prefix)] as const,
  )
  return { Font: asTag(Font), fontData: Object.fromEntries(data) }
}

function asTag(component: ComponentFactory): Fonts['Font'] {
  return component as unknown as Fonts['Font']
}

function unknownFont(seen: unknown, properties: readonly string[]): SsrPagesError {
  const near = typeof seen === 'string' ? nearestName(seen, properties) : undefined
  const all = properties.length === 0 ? 'there are none' : `they are ${properties.join(', ')}`
  const advice = near === undefined ? all : `did you mean ${near}?`
  const what = `<Font cssVariable=${JSON.stringify(seen)}> is not a family of \`fonts\`; ${advice}`
  return new SsrPagesError('FONT_UNKNOWN', `${what.replace(/[?]$/, '?')}`, { seen, properties })
}

function toFontData({ faces }: BuiltFamily, prefix: string): FontData[] {
  return faces.map(({ weight, style, subset, src }) => ({
    weight,
    style,
    subset,
    src: src.map(({ file, format, tech }) => toSource(file, prefix, { format, tech })),
  }))
}

function toSource(file: string, prefix: string, more: Omit<FontData['src'][number], 'url'>) {
  const source = { url: '', ...more }
  source.url = followMount(`${prefix}/${file}`, prefix.length, (url) => void (source.url = url))
  return source
}

/** Links the stylesheet of a family and its files: each once a page, where it stands first. */
class FontMark extends Mark {
  readonly #result: PageRender
  readonly #family: BuiltFamily
  readonly #preloads: readonly FontPreload[]

  constructor(result: PageRender, family: BuiltFamily, preloads: readonly FontPreload[]) {
    super()
    this.#result = result
    this.#family = family
    this.#preloads = preloads
  }

  resolve(): string {
    const { sheet } = this.#family
    const style = this.#result.takeScript(`font:${sheet}`) ? this.#styleHtml() : ''
    if (this.#isInline) return style
    const preloads = this.#preloads.filter(({ file }) => this.#result.takeScript(`font:${file}`))
    return style + this.#preloadHtml(preloads)
  }

  override toString(): string {
    return this.#styleHtml() + (this.#isInline ? '' : this.#preloadHtml(this.#preloads))
  }

  /** True for a mail, whose styles are in itself, and which has no files to load early. */
  get #isInline(): boolean {
    return this.#result.visit.shared.options.head !== undefined
  }

  #styleHtml(): string {
    const { visit, nonceAttribute, context } = this.#result
    const { sheet, css } = this.#family
    const { base } = visit.source
    if (!this.#isInline) {
      noteFontLinks(visit.route.assets, [{ file: sheet, as: 'style' }])
      return toHeadHtml({ styles: [sheet], scripts: {} }, base, nonceAttribute)
    }
    const folder = `${base}/${FONTS_FOLDER}/`
    const start = context.site === undefined ? folder : new URL(folder, context.site).href
    const text = css.replaceAll('url("', `url("${start}`)
    return `<style${nonceAttribute}>${text.replaceAll('</', String.raw`<\/`)}</style>`
  }

  #preloadHtml(preloads: readonly FontPreload[]): string {
    const { visit } = this.#result
    const links = preloads.map(
      ({ file, type }) => ({ file, as: 'font', type: `font/${type}` }) as const,
    )
    noteFontLinks(visit.route.assets, links)
    return links
      .map(({ file, type }) => {
        const url = escapeAttribute(`${visit.source.base}/${file}`)
        return `<link rel="preload" href="${url}" as="font" type="${type}" crossorigin>`
      })
      .join('')
  }
}
