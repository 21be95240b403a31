import { escapeHtml } from '../shared/escape.ts'
import { NO_MARK } from './mark.ts'
import type { Pending, Renderable } from './renderable.ts'
import type { Sink } from './sink.ts'
import { Template } from './template.ts'

/** Finished HTML of a template all of whose values were known when it was created. */
export class Markup implements Renderable {
  readonly html: string

  /**
   * @param html - HTML that is safe to print as it is.
   */
  constructor(html: string) {
    this.html = html
  }

  '~render'(sink: Sink): Pending {
    sink.write(this.html)
    return undefined
  }
}

/** Markup and values in turns, beginning and ending with markup. */
type Parts = readonly [html: string, ...unknown[]]

/**
 * Replaces a template in optimized builds. Strings, numbers and finished markup are joined at once;
 * the other values wait until they are printed, as with `render()`.
 *
 * @param parts - The template's markup, including its attributes, with the values in between.
 * @returns A value that a template can print.
 */
export function markup(...parts: Parts): Markup | Template {
  const html = rawMarkup(...parts)
  return typeof html === 'string' ? new Markup(html) : html
}

/**
 * Like `markup()`, for callers that know that a returned string is HTML.
 *
 * @param parts - The template's markup, including its attributes, with the values in between.
 * @returns HTML, or a template if a part of it has to wait.
 */
export function rawMarkup(...parts: Parts): string | Template {
  let html = parts[0]
  for (let i = 1; i < parts.length; i += 2) {
    const text = toHtml(parts[i])
    if (text === undefined) return foldRest(html, parts, i)
    html += text + String(parts[i + 1])
  }
  return html
}

/**
 * `markup()` for a single value, the most frequent case: it needs no list of parts.
 *
 * @param before - The markup before the value.
 * @param value - The value.
 * @param after - The markup after the value.
 * @returns A value that a template can print.
 */
export function markupAround(before: string, value: unknown, after: string): Markup | Template {
  const html = rawMarkupAround(before, value, after)
  return typeof html === 'string' ? new Markup(html) : html
}

/**
 * Like `markupAround()`, for callers that know that a returned string is HTML.
 *
 * @param before - The markup before the value.
 * @param value - The value.
 * @param after - The markup after the value.
 * @returns HTML, or a template if the value has to wait.
 */
export function rawMarkupAround(before: string, value: unknown, after: string): string | Template {
  const text = toHtml(value)
  return text === undefined ? new Template([before, after], [value]) : before + text + after
}

/**
 * Prints a value that cannot change before it is printed and does not depend on its position.
 *
 * @param value - Anything.
 * @returns HTML; `undefined` for all other values.
 */
export function toHtml(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return escapeHtml(value)
    case 'number':
      return String(value)
    case 'boolean':
      return value ? 'true' : ''
    case 'undefined':
      return ''
    case 'object':
      // Markup of another copy of this package waits, and prints the same.
      if (value instanceof Markup) return value.html
      return value === null || value === NO_MARK ? '' : undefined
    default:
      return undefined
  }
}

function foldRest(start: string, parts: Parts, from: number): Template {
  const strings: string[] = []
  const values: unknown[] = []
  let html = start
  let isFolded = false
  for (let i = 1; i < parts.length; i += 2) {
    const text = i < from ? '' : toHtml(parts[i])
    if (text === undefined) {
      strings.push(html)
      values.push(parts[i])
      html = String(parts[i + 1])
    } else {
      if (parts[i] !== NO_MARK) isFolded = true
      if (i >= from) html += text + String(parts[i + 1])
    }
  }
  strings.push(html)
  return new Template(strings, values, isFolded)
}

/**
 * Marks raw markup as HTML, for code that cannot know it.
 *
 * @param item - A result of `rawMarkup()`, or another value that is not text.
 * @returns A value that a template can print.
 */
export function seal(item: unknown): unknown {
  return typeof item === 'string' ? new Markup(item) : item
}
