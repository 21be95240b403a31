import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { fromAstroConfig, TAKEN } from '../../src/config/astro-config.ts'
import { adviceOn, INSTEAD } from '../../src/config/astro-options.ts'
import { ROOT } from '../support/root.ts'

// https://docs.astro.build/en/reference/configuration-reference/ of astro@7.3.5
const OF_ASTRO = `
site base trailingSlash redirects output adapter integrations root srcDir publicDir outDir cacheDir
compressHTML scopedStyleStrategy prerenderConflictBehavior vite
security.checkOrigin security.allowedDomains security.actionBodySizeLimit
security.serverIslandBodySizeLimit security.csp security.csp.algorithm security.csp.directives
build.format build.client build.server build.assets build.assetsPrefix build.serverEntry
build.redirects build.inlineStylesheets build.concurrency
server.host server.port server.allowedHosts server.open server.headers
fetchFile logger.entrypoint logger.config
session.driver session.options session.cookie session.ttl devToolbar.enabled devToolbar.placement
prefetch.prefetchAll prefetch.defaultStrategy
image.endpoint image.service image.dangerouslyProcessSVG image.domains image.remotePatterns
image.responsiveStyles image.layout image.objectFit image.objectPosition image.breakpoints
markdown.shikiConfig markdown.syntaxHighlight markdown.remarkPlugins markdown.rehypePlugins
markdown.gfm markdown.smartypants markdown.remarkRehype markdown.processor
i18n.locales i18n.defaultLocale i18n.fallback i18n.routing i18n.domains
env.schema env.validateSecrets fonts cache.provider routeRules
experimental.clientPrerender experimental.contentIntellisense
experimental.chromeDevtoolsWorkspace experimental.svgOptimizer experimental.collectionStorage
experimental.incrementalBuild legacy.collectionsBackwardsCompat`
  .trim()
  .split(/\s+/)

const page = readFileSync(join(ROOT, 'docs/from-astro.md'), 'utf8')
const rows = new Map(
  [...page.matchAll(/^\| `([\w.]+)` \| (yes|no) \| (.*) \|$/gm)].map(
    ([, name = '', used = '', text = '']) => [name, { used, text }],
  ),
)

/** The row of an option, or of the option that contains it. */
function rowOf(name: string): string | undefined {
  if (rows.has(name)) return name
  const parent = name.split('.').slice(0, -1).join('.')
  return parent === '' ? undefined : rowOf(parent)
}

describe('the table of options in docs/from-astro.md', () => {
  test('has every option of Astro', () => {
    expect(OF_ASTRO.filter((name) => rowOf(name) === undefined)).toEqual([])
  })

  test('has only options of Astro', () => {
    const isOfAstro = (name: string) => OF_ASTRO.some((one) => `${one}.`.startsWith(`${name}.`))
    expect([...rows.keys()].filter((name) => !isOfAstro(name))).toEqual([])
  })

  test('says of each option whether it is used', () => {
    const used = [...rows].filter((row) => row[1].used === 'yes').map(([name]) => name)
    expect(used.toSorted()).toEqual([...TAKEN].toSorted())
  })

  test('gives the advice of the warning for each option that is not used', () => {
    const unused = [...rows].filter((row) => row[1].used === 'no')
    const plain = (text = '') => text.replaceAll('`', '').replace(/\.$/, '')
    expect(unused.map(([name, { text }]) => [name, plain(text)])).toEqual(
      unused.map(([name]) => [name, plain(adviceOn(name))]),
    )
    expect(unused.length).toBeGreaterThan(30)
  })

  test('has every option about which there is advice', () => {
    const isGroup = (name: string) => Object.keys(INSTEAD).some((one) => one.startsWith(`${name}.`))
    const names = Object.keys(INSTEAD).filter((name) => !rows.has(name) && !isGroup(name))
    expect(names).toEqual([])
  })
})

test('the options of adapters in docs/from-astro.md have the advice of the warning', () => {
  const written = [...page.matchAll(/^\| `(netlify|node)\(\{ (\w+) \}\)` \| (.*)\. \|$/gm)]
  const advised = written.filter(([, , , text]) => !text?.startsWith('Used'))
  expect(advised.length).toBeGreaterThan(9)
  for (const [, adapter = '', option = '', text = ''] of advised) {
    const options = { [option]: option === 'mode' ? 'standalone' : true }
    const value = { adapter: { name: `@astrojs/${adapter}`, options, hooks: {} } }
    const file = { file: 'astro.config.mjs', source: '', root: ROOT, command: 'build' } as const
    const lines = fromAstroConfig(value, file).warning?.split('\n').slice(1)
    expect(lines).toEqual([`  ${adapter}({ ${option} }): ${text}`])
  }
})
