import { isOneValue, isPropertyName } from './css-value.ts'
import { Mark } from './mark.ts'
import type { PageRender } from './page-render.ts'
import { Markup } from './markup.ts'
import { remember } from '../shared/remember.ts'
import { toText } from '../shared/text.ts'

/**
 * Replaces a processed `<script>`: loads its module, once per page.
 *
 * @param result - The page being rendered.
 * @param id - The script's id, a key of the route's `scripts`.
 * @returns A mark that becomes the script element.
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
 * @returns JavaScript that cannot end the script element around it.
 */
export function defineScriptVars(variables: Record<string, unknown>): Markup {
  const constants = Object.keys(variables).every(isIdentifier)
    ? Object.entries(variables)
    : withIdentifiers(variables)
  let code = ''
  for (const [name, value] of constants) code += `const ${name} = ${toLiteral(value)};\n`
  return new Markup(code)
}

/**
 * Declares the custom properties of `<style define:vars={...}>`, for a `style` attribute.
 *
 * @param groups - One object per style element; later ones win.
 * @returns CSS declarations: `--name: value;`.
 */
export function defineStyleVars(groups: readonly Record<string, unknown>[]): string {
  let style = ''
  for (const group of groups) {
    for (const name of Object.keys(group)) {
      const value = group[name]
      const start = startOf(name)
      if (start === '' || (!value && value !== 0)) continue
      const text = toText(value)
      if (isOneValue(text)) style += `${start}${text};`
    }
  }
  return style
}

/** The start of a declaration, by the name of a variable; empty for a name that is not valid. */
const startOf = remember((name) => (isPropertyName(name) ? `--${name}: ` : ''))

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
    return this.#result.scriptHtml(this.#id)
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

function isIdentifier(name: string): boolean {
  return identifierOf(name) === name
}

// Two names may become the same identifier, which can be declared only once: the last one wins.
function withIdentifiers(variables: Record<string, unknown>): Iterable<[string, unknown]> {
  return new Map(
    Object.entries(variables).map(([name, value]) => [identifierOf(name), value] as const),
  )
}

const identifierOf = remember(toIdentifier)

function toIdentifier(name: string): string {
  const camelCase = name
    .trim()
    .replace(/[^\w$]+(.)?/g, (_, next: string | undefined) => next?.toUpperCase() ?? '')
  return /^(?:\d|$)/.test(camelCase) || RESERVED.has(camelCase) ? `_${camelCase}` : camelCase
}

// Writes JSON as a JavaScript expression inside a script element, which a `<` could end.
function toLiteral(value: unknown): string | undefined {
  if (Number.isFinite(value)) return String(value)
  // `undefined` if `toJSON()` returns nothing, although the type does not say so.
  const json: string | undefined = JSON.stringify(value)
  if (json === undefined) return json
  const isData = typeof value !== 'string' && json.includes('__proto__')
  const literal = isData ? toExpression(JSON.parse(json)) : json
  // Looking first takes 0.02 us; a replacement of nothing takes 0.1.
  return literal.includes('<') ? literal.replaceAll('<', String.raw`\u003c`) : literal
}

// In JavaScript, `__proto__` as a literal key sets the prototype; in JSON it is an ordinary key.
// Concatenated piece by piece: a `join()` at each level would copy the text below it again.
function toExpression(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  let code = ''
  for (const [key, part] of Object.entries(value)) {
    if (code !== '') code += ','
    if (!Array.isArray(value))
      code += key === '__proto__' ? '["__proto__"]:' : `${JSON.stringify(key)}:`
    code += toExpression(part)
  }
  return Array.isArray(value) ? `[${code}]` : `{${code}}`
}

// https://tc39.es/ecma262/#prod-ReservedWord, and words reserved in strict mode and in modules.
const RESERVED = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum ' +
    'eval export extends false finally for function if implements import in instanceof interface ' +
    'let new null package private protected public return static super switch this throw true try ' +
    'typeof undefined var void while with yield'
  ).split(' '),
)
