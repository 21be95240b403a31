import { describe, expect, test } from '@jest/globals'
import { checkConfig } from '../../src/config/check-config.ts'
import { toAstroConfig } from '../../src/integrations/astro-config.ts'
import { createSite } from '../../src/project/site.ts'
import { toImageSettings } from '../../src/shared/image-settings.ts'

const wrong: readonly (readonly [complaint: string, image: object, message: string])[] = [
  ['an unknown option', { domain: [] }, "'image.domain' is not an option; did you mean domains?"],
  [
    'a URL as a host',
    { domains: ['https://a.org'] },
    "'image.domains' must be a list of host names",
  ],
  ['a pattern as a host', { domains: ['*.a.org'] }, "'image.domains' must be a list of host names"],
  ['an unknown layout', { layout: 'responsive' }, "'image.layout' must be 'constrained', 'fixed'"],
  [
    'a width that is text',
    { breakpoints: ['640'] },
    "'image.breakpoints' must be a list of widths",
  ],
  [
    'an endpoint that answers all',
    { endpoint: { route: '/' } },
    "'image.endpoint' must be an object",
  ],
  ['a service without a module', { service: {} }, "'image.service' must be sharpImageService()"],
  [
    'a pattern with a URL',
    { remotePatterns: ['https://a.org'] },
    "'image.remotePatterns' must be a list",
  ],
  [
    'a pattern with an unknown part',
    { remotePatterns: [{ host: 'a.org' }] },
    "'image.remotePatterns[0].host' is not an option; the options are protocol, hostname",
  ],
  [
    'a protocol with a colon',
    { remotePatterns: [{ protocol: 'https:' }] },
    "'image.remotePatterns[0].protocol' must be 'https', 'http' or 'data'",
  ],
  [
    'a path that is relative',
    { remotePatterns: [{ pathname: 'a/**' }] },
    "'image.remotePatterns[0].pathname' must be a path that starts with '/'",
  ],
]

describe('the option `image` refuses', () => {
  test.each(wrong)('%s', (_, image, message) => {
    expect(() => checkConfig({ image }, 'ssr-pages.config.ts')).toThrow(message)
  })
})

// https://docs.astro.build/en/reference/configuration-reference/#image-options
const DEFAULTS = {
  endpoint: { route: '/_image' },
  service: { entrypoint: 'astro/assets/services/sharp', config: {} },
  dangerouslyProcessSVG: false,
  domains: [],
  remotePatterns: [],
  responsiveStyles: false,
}

test('an image that is not configured has the defaults of Astro', () => {
  expect(toImageSettings()).toEqual(DEFAULTS)
})

test('integrations see the defaults of Astro, and what the project has set', () => {
  const image = { layout: 'fixed', domains: ['a.org'], endpoint: {} }
  const site = createSite('/site', {})
  expect(toAstroConfig(site, { image })['image']).toEqual({
    ...DEFAULTS,
    layout: 'fixed',
    domains: ['a.org'],
  })
})
