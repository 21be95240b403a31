import type { ComponentFactory } from '../render/component-factory.ts'
import { createComponent as createPlain } from '../render/component.ts'
import { Markup } from '../render/markup.ts'
import { unescapeHTML } from '../render/raw.ts'
import { render } from '../render/template.ts'

/** A component of a package that is not compiled from `.astro`. */
interface ComponentOptions {
  readonly factory: ComponentFactory
  readonly moduleId?: string
}

/**
 * Creates a component from a function, or from an object that has one, as packages for Astro write it.
 *
 * @param options - The function, or an object with it.
 * @param moduleId - The source file. (default: unknown)
 * @returns The component.
 */
export function createComponent(
  options: ComponentFactory | ComponentOptions,
  moduleId?: string,
): ComponentFactory {
  if (typeof options === 'function') return createPlain(options, moduleId)
  return createPlain(options.factory, options.moduleId)
}

/**
 * Joins markup for the head and the content of a component. The styles of components are in the head already,
 * so that little is left to print here.
 *
 * @param head - Markup.
 * @param content - A template.
 * @returns Both, in this order.
 */
export function createHeadAndContent(head: unknown, content: unknown): unknown {
  return render`${unescapeHTML(head)}${content}`
}

/** Whether a value is marked as HTML. */
export function isHTMLString(value: unknown): boolean {
  return value instanceof Markup
}

/**
 * Prints a stylesheet that a package has collected itself.
 *
 * @param result - The page being rendered.
 * @param sheet - Its text, or its address.
 * @returns Markup.
 */
export function renderUniqueStylesheet(
  result: { readonly nonceAttribute: string },
  sheet:
    | { readonly type: 'inline'; readonly content: string }
    | { readonly type: 'external'; readonly src: string },
): string {
  if (sheet.type === 'inline') {
    return `<style${result.nonceAttribute}>${sheet.content.replaceAll('</', String.raw`<\/`)}</style>`
  }
  const url = sheet.src.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
  return `<link rel="stylesheet" href="${url}"${result.nonceAttribute}>`
}

/**
 * Prints a script that a package has collected itself.
 *
 * @param script - Its attributes and its code.
 * @returns Markup.
 */
export function renderScriptElement({
  props,
  children,
}: {
  readonly props: Readonly<Record<string, unknown>>
  readonly children: string
}): string {
  const attributes = Object.entries(props).map(([name, value]) => {
    return ` ${name}="${String(value).replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`
  })
  return `<script${attributes.join('')}>${children}</script>`
}
