import { types } from 'node:util'
import { isObject } from '../shared/is-object.ts'
import type { Vite } from '../project/build-tools.ts'

type Fields = Readonly<Record<string, unknown>>
type Merge = Pick<Vite, 'mergeConfig'>

/**
 * Merges changes into a configuration by Astro's rules: objects are merged, lists are appended,
 * `vite` is merged by Vite, and `null` and `undefined` change nothing.
 *
 * @returns A new object.
 */
export function mergeAstroConfig(vite: Merge, config: Fields, changes: Fields): Fields {
  return merge(vite, config, changes, '')
}

function merge(vite: Merge, config: Fields, changes: Fields, path: string): Fields {
  const merged: Record<string, unknown> = { ...config }
  for (const [key, value] of Object.entries(changes)) {
    if (value === null || value === undefined || key === '__proto__') continue
    const name = path === '' ? key : `${path}.${key}`
    merged[key] = mergeValue(vite, merged[key], value, name)
  }
  return merged
}

function mergeValue(vite: Merge, before: unknown, value: unknown, name: string): unknown {
  if (before === null || before === undefined) return value
  if (name === 'vite' && isObject(before) && isObject(value)) return vite.mergeConfig(before, value)
  if (name === 'server' && (isFunction(before) || isFunction(value))) {
    return (...args: unknown[]) => mergeServers(vite, call(before, args), call(value, args))
  }
  if (name === 'server.allowedHosts' && (isBoolean(before) || isBoolean(value))) {
    return isBoolean(value) ? value : before
  }
  if (Array.isArray(before) || Array.isArray(value)) return [before, value].flat()
  // A processor is one whole: options of another one mean nothing to it.
  if (name === 'markdown.processor' && isObject(value) && isFunction(value['createRenderer'])) {
    return value
  }
  if (isObject(before) && isObject(value) && !isWhole(before) && !isWhole(value)) {
    return merge(vite, before, value, name)
  }
  return value
}

function mergeServers(vite: Merge, before: unknown, value: unknown): Fields {
  return merge(vite, isObject(before) ? before : {}, isObject(value) ? value : {}, 'server')
}

function call(value: unknown, args: readonly unknown[]): unknown {
  return isFunction(value) ? Reflect.apply(value, undefined, args) : value
}

// Their fields are getters or inner state, which a merge would lose.
function isWhole(value: object): boolean {
  return value instanceof URL || types.isDate(value) || types.isRegExp(value) || isCollection(value)
}

function isCollection(value: object): boolean {
  return types.isMap(value) || types.isSet(value)
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean'
}

function isFunction(value: unknown): value is (...args: unknown[]) => unknown {
  return typeof value === 'function'
}
