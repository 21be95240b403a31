import { inspect } from 'node:util'
import { SsrPagesError } from '../shared/errors.ts'
import type { Integration } from '../shared/integrations.ts'
import { isObject } from '../shared/is-object.ts'
import { nearestName } from '../shared/nearest-name.ts'

/** All hooks of Astro. */
const HOOKS: readonly string[] = [
  'astro:config:setup',
  'astro:config:done',
  'astro:route:setup',
  'astro:routes:resolved',
  'astro:server:setup',
  'astro:server:start',
  'astro:server:done',
  'astro:build:start',
  'astro:build:setup',
  'astro:build:ssr',
  'astro:build:generated',
  'astro:build:done',
]

/**
 * Checks a list of integrations.
 *
 * @param list - The value of `integrations`. Lists in it are flattened, and empty entries skipped.
 * @param warn - Receives a warning for each hook that does not exist. Hooks of other integrations
 *   do not begin with `astro:`.
 * @throws {SsrPagesError} CONFIG_INVALID: when an entry is not an integration; FEATURE_ABSENT: when
 *   it is one that needs what only Astro has
 */
export function toIntegrations(list: unknown, warn: (message: string) => void): Integration[] {
  const entries: readonly unknown[] = [list].flat(Infinity).filter(Boolean)
  return entries.map((entry) => toIntegration(entry, warn))
}

function toIntegration(entry: unknown, warn: (message: string) => void): Integration {
  if (!isObject(entry)) throw invalid('is no integration', entry, adviceFor(entry))
  const { name, hooks = {} } = entry
  if (typeof name !== 'string' || name === '') {
    throw invalid('has an integration without a name', entry, adviceFor(entry))
  }
  if (!isObject(hooks)) {
    throw invalid(`has the integration "${name}", whose \`hooks\` is no object`, hooks)
  }
  for (const [hook, value] of Object.entries(hooks)) {
    if (value !== undefined && hook.startsWith('astro:') && typeof value !== 'function') {
      throw invalid(`has the integration "${name}", whose hook ${hook} is no function`, value)
    }
    if (hook.startsWith('astro:') && !HOOKS.includes(hook)) warn(unknownHook(name, hook))
  }
  // Not a copy: integrations compare themselves with those of `config.integrations`.
  return 'hooks' in entry
    ? (entry as unknown as Integration)
    : Object.assign(entry, { name, hooks })
}

function adviceFor(entry: unknown): string | undefined {
  if (typeof entry === 'function') {
    return `Call the function: \`${entry.name || 'integration'}()\` instead of \`${entry.name || 'integration'}\`.`
  }
  if (entry instanceof Promise) return 'Await it: the configuration may be an async function.'
  if (isObject(entry) && ('transform' in entry || 'resolveId' in entry || 'load' in entry)) {
    return 'This is a plugin of Vite: it belongs into `vite.plugins`.'
  }
  return undefined
}

function invalid(what: string, seen: unknown, hint?: string): SsrPagesError {
  const shown = inspect(seen, { depth: 0, breakLength: Infinity })
  const text = `'integrations' ${what} (saw ${shown})`
  return new SsrPagesError('CONFIG_INVALID', text, { key: 'integrations', seen }, hint)
}

function unknownHook(name: string, hook: string): string {
  const near = nearestName(hook, HOOKS)
  const advice = near === undefined ? `the hooks are ${HOOKS.join(', ')}` : `did you mean ${near}?`
  return `The integration "${name}" has the hook ${hook}, which does not exist and never runs; ${advice}`
}
