import type { Props } from '../render/component-factory.ts'
import { createComponent } from '../render/component.ts'
import { unescapeHTML } from '../render/raw.ts'
import { isObject } from '../shared/is-object.ts'
import { createElementTransformer } from './code-element.ts'
import { type Shiki, importShiki } from './shiki.ts'

/** The attributes of `<Code>`; all others are attributes of its element. */
export interface CodeProps {
  readonly code: string
  /** A language of Shiki, or a grammar. (default: `'plaintext'`) */
  readonly lang?: string | object
  /** Languages inside of the code. (default: none) */
  readonly embeddedLangs?: readonly (string | object)[]
  /** Text for transformers. (default: none) */
  readonly meta?: string
  /** (default: `'github-dark'`) */
  readonly theme?: string | object
  /** Several themes by name, instead of one. (default: none) */
  readonly themes?: Readonly<Record<string, string | object>>
  /** The name of the theme whose colors show without a stylesheet. (default: `'light'`) */
  readonly defaultColor?: string | false
  /** True to break long lines; `null` for no style about it. (default: false) */
  readonly wrap?: boolean | null
  /** True for an element inside of a line of text. (default: false) */
  readonly inline?: boolean
  /** Transformers of Shiki. (default: none) */
  readonly transformers?: readonly object[]
  readonly [attribute: string]: unknown
}

/**
 * The component `<Code>`: highlights code while the page runs. Its type is that of a function, by whose
 * parameter the language tools check the attributes of a tag.
 *
 * @see https://docs.astro.build/en/guides/syntax-highlighting/#code-
 */
export const Code: (props: CodeProps) => unknown = createComponent(
  async (_result, props) => unescapeHTML(await highlight(props)),
  'astro/components/Code.astro',
) as unknown as (props: CodeProps) => unknown

/**
 * Highlights code.
 *
 * @param props - The attributes of `<Code>`.
 * @returns HTML.
 * @throws {SsrPagesError} HIGHLIGHTER_MISSING
 */
export async function highlight(props: Props): Promise<string> {
  const { code, lang, embeddedLangs, meta, theme, themes, ...more } = props
  const { defaultColor = 'light', wrap, inline, transformers, ...attributes } = more
  const shiki = await importShiki()
  const language = toLanguage(shiki, lang)
  const colors = toThemes(shiki, theme, themes)
  const embedded = Array.isArray(embeddedLangs) ? embeddedLangs : []
  await shiki.getSingletonHighlighter({ langs: [language, ...embedded], themes: colors.all })
  const name = isObject(language) ? String(language['name']) : language
  const element = createElementTransformer({
    lang: name,
    wrap: wrap === null ? null : Boolean(wrap),
    inline: Boolean(inline),
    attributes,
  })
  return shiki.codeToHtml(String(code ?? '').replace(/(?:\r\n|\r|\n)$/, ''), {
    ...colors.options,
    lang: name,
    defaultColor,
    ...(meta !== undefined && { meta: { __raw: meta } }),
    // Otherwise a line that takes long on a busy machine would lose its colors.
    tokenizeTimeLimit: 0,
    transformers: [element, ...(Array.isArray(transformers) ? transformers : [])],
  })
}

function toLanguage(shiki: Shiki, lang: unknown): string | Readonly<Record<string, unknown>> {
  if (isObject(lang)) {
    const { id, grammar } = lang
    // Grammars of older versions of Shiki.
    return { ...lang, ...(isObject(grammar) && grammar), ...(id !== undefined && { name: id }) }
  }
  const name = String(lang ?? 'plaintext')
  if (Object.hasOwn(shiki.bundledLanguages, name) || shiki.isSpecialLang(name)) return name
  console.warn(`[Shiki] The language "${name}" doesn't exist, falling back to "plaintext".`)
  return 'plaintext'
}

function toThemes(shiki: Shiki, theme: unknown, themes: unknown) {
  const resolve = (one: unknown) =>
    one === 'css-variables'
      ? shiki.createCssVariablesTheme({ variablePrefix: '--astro-code-' })
      : one
  const named = isObject(themes) ? Object.entries(themes) : []
  if (named.length === 0) {
    const one = resolve(theme ?? 'github-dark')
    return { all: [one], options: { theme: one } }
  }
  const resolved = named.map(([name, one]) => [name, resolve(one)] as const)
  return { all: resolved.map(([, one]) => one), options: { themes: Object.fromEntries(resolved) } }
}
