import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isObject } from '../shared/is-object.ts'
import {
  PLAIN_DECLARATIONS,
  createCodeTransformer,
  hasCodeTransformer,
  toClassName,
} from '../shared/code-classes.ts'
import type { MarkdownOptions } from '../shared/markdown.ts'

/** The stylesheet of highlighted code. */
export interface CodeStyles {
  readonly css: string
  readonly classes: ReadonlySet<string>
}

/** The part of a theme of Shiki that is used here. */
interface Theme {
  readonly fg?: string
  readonly bg?: string
  readonly settings?: readonly { readonly settings?: { foreground?: string; fontStyle?: string } }[]
}

/** The part of Shiki that is used here. */
interface Shiki {
  readonly bundledThemes: Readonly<Record<string, () => Promise<{ readonly default: unknown }>>>
  readonly createCssVariablesTheme: (options: { variablePrefix: string }) => unknown
  readonly normalizeTheme: (theme: unknown) => Theme
}

/**
 * Writes the stylesheet for the themes of a project: a class for each color and font style that
 * they have.
 *
 * @param root - Absolute path of the project.
 * @param options - The option `markdown`.
 */
export async function loadCodeStyles(root: string, options: MarkdownOptions): Promise<CodeStyles> {
  const declarations = new Set(PLAIN_DECLARATIONS)
  if (usesShiki(options)) {
    const { theme = 'github-dark', themes = {} } = options.shikiConfig ?? {}
    const named = isObject(themes) ? Object.entries(themes) : []
    const shiki = await loadShiki(root)
    const all: readonly (readonly [string, unknown])[] = named.length > 0 ? named : [['', theme]]
    for (const [name, one] of all) {
      for (const line of declare(await resolveTheme(shiki, one), name)) declarations.add(line)
    }
  }
  const rules = [...declarations].map((line) => `.${toClassName(line)} { ${line} }\n`)
  return { css: rules.join(''), classes: new Set([...declarations].map(toClassName)) }
}

/**
 * Adds to the options of Shiki what replaces `style` attributes by classes, if the project wants
 * classes.
 *
 * @param root - Absolute path of the project.
 * @returns The same options if nothing is to be done.
 */
export async function withCodeStyles(
  root: string,
  options: MarkdownOptions,
): Promise<MarkdownOptions> {
  const given = options.shikiConfig?.['transformers']
  const transformers: readonly unknown[] = Array.isArray(given) ? given : []
  const isWanted = options.codeStyles === 'classes' && usesShiki(options)
  if (!isWanted || hasCodeTransformer(transformers)) return options
  const { classes } = await loadCodeStyles(root, options)
  const all = [...transformers, createCodeTransformer(classes)]
  return { ...options, shikiConfig: { ...options.shikiConfig, transformers: all } }
}

function usesShiki({ syntaxHighlight }: MarkdownOptions): boolean {
  const type = isObject(syntaxHighlight) ? syntaxHighlight['type'] : syntaxHighlight
  return (type ?? 'shiki') === 'shiki'
}

async function resolveTheme(shiki: Shiki, theme: unknown): Promise<Theme> {
  if (theme === 'css-variables') {
    return shiki.normalizeTheme(shiki.createCssVariablesTheme({ variablePrefix: '--astro-code-' }))
  }
  if (typeof theme !== 'string') return shiki.normalizeTheme(theme)
  const module = await shiki.bundledThemes[theme]?.()
  return module === undefined ? {} : shiki.normalizeTheme(module.default)
}

const FONT_STYLES: Readonly<Record<string, readonly string[]>> = {
  italic: ['font-style:italic'],
  bold: ['font-weight:bold'],
  underline: ['text-decoration:underline'],
  strikethrough: ['text-decoration:line-through'],
}

// With several themes, Shiki prints the first one as such, and each as custom properties.
function declare({ fg, bg, settings = [] }: Theme, name: string): string[] {
  const colors = [fg, bg, ...settings.map((one) => one.settings?.foreground)]
  const values = new Set(colors.filter((color) => color !== undefined && color !== ''))
  const fonts = Object.values(FONT_STYLES).flat()
  const plain = [...values].map((color) => `color:${color}`)
  plain.push(`background-color:${bg}`, 'text-decoration:underline line-through', ...fonts)
  if (name === '') return plain
  const own = [...values].map((color) => `--shiki-${name}:${color}`)
  const resets = ['font-style', 'font-weight', 'text-decoration'].flatMap((property) => [
    `${property}:inherit`,
    `--shiki-${name}-${property}:inherit`,
  ])
  const ownFonts = fonts.map((line) => `--shiki-${name}-${line}`)
  return [...plain, ...own, `--shiki-${name}-bg:${bg}`, ...resets, ...ownFonts]
}

/** The packages through which Astro's processors find Shiki, after the processor. */
const CHAIN = ['@astrojs/internal-helpers/shiki', 'shiki']
const STARTS = [
  ['@astrojs/markdown-satteri', ...CHAIN],
  ['@astrojs/markdown-remark', ...CHAIN],
  ['shiki'],
]

async function loadShiki(root: string): Promise<Shiki> {
  const from = join(root, 'package.json')
  for (const names of STARTS) {
    let file = from
    try {
      file = names.reduce((parent, name) => createRequire(parent).resolve(name), from)
    } catch {
      continue
    }
    return import(pathToFileURL(file).href)
  }
  throw new Error('Shiki is not installed, whose themes have the colors of highlighted code')
}
