import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { INLINE, POLICIES, VALUES } from './cases.ts'

/**
 * Writes the policies that Astro creates, and the values that it accepts, into `records.json`. Needs
 * Node 24, and the folder of an installed Astro 7.3.5:
 *
 *   node __tests__/policy/record.ts node_modules/astro
 */
const [astro = ''] = process.argv.slice(2)
const load = (file: string) => import(pathToFileURL(resolve(astro, 'dist', file)).href)
const { renderCspContent } = await load('runtime/server/render/csp.js')
const { pushDirective } = await load('core/csp/runtime.js')
const common = await load('core/csp/common.js')
const schemas = await load('core/csp/config.js')

const hash = INLINE.slice(1, -1)
const policies = POLICIES.map(({ name, option, directives = [], scripts = {}, styles = {} }) => {
  const settings = { config: { security: { csp: option } }, injectedCsp: { fontResources: [] } }
  const result = {
    directives: directives.reduce(pushDirective, common.getDirectives(settings)),
    scriptDirective: {
      resources: [...common.getScriptResources(option), ...(scripts.resources ?? [])],
      hashes: [...common.getScriptHashes(option), ...(scripts.hashes ?? [])],
      strictDynamic: common.getStrictDynamic(option),
    },
    styleDirective: {
      resources: [...common.getStyleResources(option), ...(styles.resources ?? [])],
      hashes: [...common.getStyleHashes(option), ...(styles.hashes ?? [])],
    },
    _metadata: { extraScriptHashes: [hash], extraStyleHashes: [hash] },
  }
  return [name, renderCspContent(result)]
})
const checks = {
  directive: schemas.allowedDirectivesSchema,
  resource: schemas.cspResourceEntrySchema,
  hash: schemas.cspHashEntrySchema,
}
const accepted = VALUES.map(([kind, value]) => [
  `${kind} ${JSON.stringify(value)}`,
  checks[kind].safeParse(value).success,
])
const records = {
  policies: Object.fromEntries(policies),
  accepted: Object.fromEntries(accepted),
}
writeFileSync(join(import.meta.dirname, 'records.json'), `${JSON.stringify(records, null, 2)}\n`)
