import { PREFETCH } from '../shared/browser-modules.ts'
import { escapeAttribute } from '../shared/escape.ts'
import { Mark, NO_MARK } from './mark.ts'
import type { PageRender } from './page-render.ts'
import type { RouteAssets, RouteScript } from '../shared/types.ts'

/**
 * Prints the markup that loads a page's styles: one link per stylesheet, and then the script that fetches
 * pages in advance, and the scripts that integrations inject. In development, the client script comes first.
 *
 * @param assets - URLs relative to the base.
 * @param base - Where the pages are mounted, without a trailing slash.
 * @param nonce - The printed `nonce` attribute. (default: none)
 * @returns HTML for the `<head>`.
 */
export function toHeadHtml(
  assets: Pick<RouteAssets, 'styles' | 'scripts' | 'client' | 'injected'>,
  base: string,
  nonce: string = '',
): string {
  const { styles, client, injected } = assets
  const toUrl = (path: string) => escapeAttribute(`${base}/${path}`)
  const links = styles.map((style) => `<link rel="stylesheet" href="${toUrl(style)}"${nonce}>`)
  const prefetch = assets.scripts[PREFETCH]
  const rest =
    links.join('') +
    (prefetch === undefined ? '' : toScriptHtml(prefetch, base, nonce)) +
    (injected ? toInjectedHtml(injected, base, nonce) : '')
  if (client === undefined) return rest
  // Vite gives this nonce to the styles that it adds to the page.
  const meta = nonce === '' ? '' : `<meta property="csp-nonce"${nonce}>`
  return `${meta}<script type="module" src="${toUrl(client)}"${nonce}></script>${rest}`
}

/**
 * Prints the scripts that integrations inject into the head of every page.
 *
 * @param scripts - The scripts in order. (default: none)
 * @param base - Where the pages are mounted, without a trailing slash.
 * @param nonce - The printed `nonce` attribute, or `''`.
 * @returns Classic inline scripts for code, and modules for URLs.
 */
export function toInjectedHtml(
  scripts: RouteAssets['injected'] = [],
  base: string,
  nonce: string,
): string {
  return scripts.map((script) => toScriptHtml(script, base, nonce)).join('')
}

function toScriptHtml(script: RouteScript, base: string, nonce: string): string {
  if (typeof script !== 'string') return `<script${nonce}>${script.code}</script>`
  return `<script type="module" src="${escapeAttribute(`${base}/${script}`)}"${nonce}></script>`
}

/**
 * Called before `</head>`, and at the end of a page: prints the page's head content, unless it has
 * been printed already.
 *
 * @param result - The page being rendered.
 * @returns A mark that becomes the head content.
 */
export function renderHead(result: PageRender): Mark {
  return new HeadMark(result, true)
}

/**
 * Called before the first element of a file without a `<head>`: prints the page's head content,
 * unless a `<head>` elsewhere in the page will. If that has been sent already, prints what has been added since, such
 * as the style of a transition.
 *
 * @param result - The page being rendered.
 * @returns A mark that becomes the head content, or nothing.
 */
export function maybeRenderHead(result: PageRender): Mark {
  return result.hasHead && result.isHeadOpen ? NO_MARK : new HeadMark(result, false)
}

/** Prints the page's head content at the first such mark in document order. */
export class HeadMark extends Mark {
  readonly #result: PageRender
  readonly #isHead: boolean

  /**
   * @param result - The page being rendered.
   * @param isHead - Whether the mark is inside a `<head>`, even one within a `<template>`.
   */
  constructor(result: PageRender, isHead: boolean) {
    super()
    this.#result = result
    this.#isHead = isHead
  }

  resolve(): string {
    return this.#isHead || this.#result.templateDepth === 0 ? this.#result.takeHead() : ''
  }

  override toString(): string {
    return ''
  }
}
