import { fileURLToPath } from 'node:url'
import { checkConfig } from '../config/check-config.ts'
import type { Vite } from '../project/build-tools.ts'
import type { Config } from '../shared/config.ts'
import { SsrPagesError } from '../shared/errors.ts'
import type { Integration } from '../shared/integrations.ts'
import { isObject } from '../shared/is-object.ts'
import { toIntegrations } from './list.ts'
import { mergeAstroConfig } from './merge-config.ts'

type Fields = Readonly<Record<string, unknown>>

/** Who changes a configuration, and how. */
export interface ChangeOptions {
  readonly vite: Pick<Vite, 'mergeConfig'>
  /** Name of the integration. */
  readonly owner: string
  readonly warn: (message: string) => void
}

/** A configuration after `updateConfig()`. */
export interface Changed {
  readonly ours: Config
  /** The changes to the configuration that integrations see, without `integrations`. */
  readonly fields: Fields
  readonly added: readonly Integration[]
}

/** Options that an integration may set, with the same name and meaning in both configurations. */
const SHARED: readonly string[] = [
  'site',
  'base',
  'output',
  'trailingSlash',
  'redirects',
  'scopedStyleStrategy',
  'markdown',
  'prefetch',
  'env',
  'vite',
]

const FOLDERS: readonly string[] = ['srcDir', 'publicDir', 'outDir']

/**
 * Takes over what an integration passes to `updateConfig()`.
 *
 * @param config - The configuration before.
 * @param changes - A part of a configuration of Astro.
 * @throws {SsrPagesError} CONFIG_INVALID: when an option has an invalid value
 */
export function applyChanges(config: Config, changes: unknown, options: ChangeOptions): Changed {
  const { vite, owner, warn } = options
  if (!isObject(changes)) {
    throw new SsrPagesError('CONFIG_INVALID', 'updateConfig() needs an object', { seen: changes })
  }
  const { integrations, ...fields } = changes
  const known: Record<string, unknown> = {}
  const unknown: string[] = []
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined || value === null) continue
    if (FOLDERS.includes(key)) known[key] = value instanceof URL ? fileURLToPath(value) : value
    else if (key === 'compressHTML') Object.assign(known, toCompact(value))
    else if (SHARED.includes(key)) known[key] = value
    else unknown.push(key)
  }
  if (unknown.length > 0) {
    warn(
      `The integration "${owner}" sets ${unknown.map((key) => `\`${key}\``).join(', ')}, which has no effect here`,
    )
  }
  const ours = mergeAstroConfig(vite, { ...config }, known)
  return {
    ours: checkConfig(ours, `updateConfig() of "${owner}"`),
    fields,
    added: toIntegrations(integrations, warn),
  }
}

function toCompact(value: unknown): Pick<Config, 'compact'> {
  if (value === 'jsx' || value === 'html') return { compact: value }
  return value === true ? { compact: 'html' } : {}
}
