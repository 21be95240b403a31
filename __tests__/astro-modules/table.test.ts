import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import * as assetsService from '../../src/astro/assets-service.ts'
import * as assetsUtilsNode from '../../src/astro/assets-utils-node.ts'
import * as assetsUtils from '../../src/astro/assets-utils.ts'
import * as passthroughService from '../../src/astro/passthrough-service.ts'
import * as sharpService from '../../src/astro/sharp-service.ts'
import * as compilerRuntime from '../../src/astro/compiler-runtime.ts'
import * as components from '../../src/astro/components.ts'
import * as config from '../../src/astro/config.ts'
import * as contentConfig from '../../src/astro/content-config.ts'
import * as contentRuntime from '../../src/astro/content-runtime.ts'
import * as errors from '../../src/astro/errors.ts'
import * as jsxRuntime from '../../src/astro/jsx-runtime.ts'
import * as loaders from '../../src/astro/loaders.ts'
import * as middleware from '../../src/astro/middleware.ts'
import * as prefetch from '../../src/astro/prefetch.ts'
import * as serverRuntime from '../../src/astro/server-runtime.ts'
import * as transitions from '../../src/astro/transitions.ts'
import * as transitionsClient from '../../src/astro/transitions-client.ts'
import { CONTENT_NAMES } from '../../src/shared/content-names.ts'
import { IMAGE_NAMES } from '../../src/shared/image-names.ts'
import { type ModulePlace, astroModules } from '../../src/shared/astro-modules.ts'
import { readVersion } from '../../src/project/own-package.ts'
import { ROOT } from '../support/root.ts'
import { astroExports } from './astro-exports.ts'

const OWN: Readonly<Record<string, object>> = {
  'ssr-pages/assets/service': assetsService,
  'ssr-pages/assets/utils': assetsUtils,
  'ssr-pages/assets/utils/node': assetsUtilsNode,
  'ssr-pages/assets/services/noop': passthroughService,
  'ssr-pages/assets/services/sharp': sharpService,
  'ssr-pages/compiler-runtime': compilerRuntime,
  'ssr-pages/components': components,
  'ssr-pages/config': config,
  'ssr-pages/content/config': contentConfig,
  'ssr-pages/content/runtime': contentRuntime,
  'ssr-pages/errors': errors,
  'ssr-pages/jsx-runtime': jsxRuntime,
  'ssr-pages/loaders': loaders,
  'ssr-pages/middleware': middleware,
  'ssr-pages/prefetch': prefetch,
  'ssr-pages/runtime/server/index.js': serverRuntime,
  'ssr-pages/transitions': transitions,
  'ssr-pages/transitions/client': transitionsClient,
}

const TEXTS: Readonly<Record<string, string>> = {
  types: 'types',
  'zod/v4': 'all of Zod 4',
  generated: 'the configuration',
  env: 'the variables of the configuration; on the server also `getSecret`',
  content: quote(CONTENT_NAMES),
  'ClientRouter.astro': 'the component',
  images: quote(['Font', 'fontData', ...IMAGE_NAMES].toSorted()),
  image: 'the component',
}

const PLACES: readonly ModulePlace[] = ['config', 'server', 'browser']

const entries = [...astroModules].map(([name, module]) => {
  const values = Object.keys(OWN[module.gives] ?? {})
  const own = [...values, ...(module.components ?? [])].toSorted()
  return { name, ...module, own, missing: Object.keys(module.lacks).toSorted() }
})

test("docs/astro-modules.md has the table of Astro's modules", () => {
  const docs = readFileSync(join(ROOT, 'docs/astro-modules.md'), 'utf8')
  const rows = docs.split('\n').filter((line) => line.startsWith('| `astro'))
  expect(rows).toEqual(
    entries.map(({ name, gives, places, own, missing }) => {
      const where = PLACES.map((place) => (places.includes(place) ? 'yes' : 'no'))
      const names = TEXTS[gives] ?? quote(own)
      return `| \`${name}\` | ${where.join(' | ')} | ${names} | ${quote(missing)} |`.replace(
        '|  |',
        '| |',
      )
    }),
  )
})

test('docs/astro-modules.md overrides astro by the current version', () => {
  const docs = readFileSync(join(ROOT, 'docs/astro-modules.md'), 'utf8')
  expect(docs).toContain(`"astro": "npm:ssr-pages@^${readVersion()}"`)
})

describe.each(entries.filter(({ gives }) => gives in OWN))(
  '$name, compared with astro@7.3.5,',
  ({ name, own, missing }) => {
    test('exports every name or says that it is missing', () => {
      const known = [...own, ...missing].filter((one) => !EXTRAS[name]?.includes(one))
      expect(known.toSorted()).toEqual(astroExports[name]?.toSorted())
    })
  },
)

/** Names that Astro does not have in the module, or not any more. */
const EXTRAS: Readonly<Record<string, readonly string[]>> = {
  'astro/components': ['Fragment'],
  'astro:components': ['Fragment'],
  'astro:transitions': ['ViewTransitions'],
  'astro:transitions/client': [
    'TRANSITION_AFTER_PREPARATION',
    'TRANSITION_AFTER_SWAP',
    'TRANSITION_BEFORE_PREPARATION',
    'TRANSITION_BEFORE_SWAP',
    'TRANSITION_PAGE_LOAD',
    'getFallback',
    'isTransitionBeforePreparationEvent',
    'isTransitionBeforeSwapEvent',
  ],
}

function quote(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ')
}
