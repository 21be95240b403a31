import { escapeAttribute } from './escape.ts'
import { Mark } from './mark.ts'
import type { PageRender } from './page-render.ts'
import { HTMLString } from './renderable.ts'

/**
 * Stands where a processed `<script>` was written: loads its module, once a page.
 *
 * @param result - The page being rendered.
 * @param id - The script's id, a key of the route's `scripts`.
 * @returns The script element, to be printed in its place.
 */
export function renderScript(result: PageRender, id: string): Mark {
  return new ScriptMark(result, id)
}

/**
 * Begins a `<template>`, whose content is inert: a script in it does not count as loaded.
 *
 * @param result - The page being rendered.
 * @returns A mark that prints nothing.
 */
export function templateEnter(result: PageRender): Mark {
  return new TemplateMark(result, 1)
}

/**
 * Ends a `<template>`.
 *
 * @param result - The page being rendered.
 * @returns A mark that prints nothing.
 */
export function templateExit(result: PageRender): Mark {
  return new TemplateMark(result, -1)
}

/**
 * Declares the variables of `<script define:vars={...}>`.
 *
 * @param variables - Names and JSON values; `dash-case` names become `dashCase`.
 * @returns JavaScript that cannot end the script element it stands in.
 */
export function defineScriptVars(variables: Record<string, unknown>): HTMLString {
  let code = ''
  for (const [name, value] of Object.entries(variables)) {
    const json = JSON.stringify(value)?.replaceAll('<', '\\u003c')
    code += `const ${toIdentifier(name)} = ${json};\n`
  }
  return new HTMLString(code)
}

/**
 * Declares the custom properties of `<style define:vars={...}>`, for a `style` attribute.
 *
 * @param groups - One object for each style element; later ones win.
 * @returns CSS declarations: `--name: value;`.
 */
export function defineStyleVars(groups: readonly Record<string, unknown>[]): string {
  return groups
    .flatMap((group) => Object.entries(group))
    .filter(([, value]) => Boolean(value) || value === 0)
    .map(([name, value]) => `--${name}: ${String(value)};`)
    .join('')
}

class ScriptMark extends Mark {
  readonly #result: PageRender
  readonly #id: string

  constructor(result: PageRender, id: string) {
    super()
    this.#result = result
    this.#id = id
  }

  resolve(): string {
    return this.#result.takeScript(this.#id) ? this.toString() : ''
  }

  override toString(): string {
    const url = this.#result.scriptURL(this.#id)
    return url === undefined ? '' : `<script type="module" src="${escapeAttribute(url)}"></script>`
  }
}

class TemplateMark extends Mark {
  readonly #result: PageRender
  readonly #step: number

  constructor(result: PageRender, step: number) {
    super()
    this.#result = result
    this.#step = step
  }

  resolve(): string {
    this.#result.templateDepth += this.#step
    return ''
  }

  override toString(): string {
    return ''
  }
}

function toIdentifier(name: string): string {
  const camelCase = name
    .trim()
    .replace(/[^\w$]+(.)?/g, (_, next: string | undefined) => next?.toUpperCase() ?? '')
  return /^\d/.test(camelCase) ? `_${camelCase}` : camelCase
}
