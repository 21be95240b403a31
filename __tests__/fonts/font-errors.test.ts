import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { fontProviders } from '../../src/astro/named-modules.ts'
import { checkConfig } from '../../src/config/check-config.ts'
import { buildFonts } from '../../src/fonts/site-fonts.ts'
import type { FontFamily, FontProvider } from '../../src/shared/font-family.ts'
import { SsrPagesError } from '../../src/shared/errors.ts'
import { linkAllPackages } from '../support/link-packages.ts'
import { createProject, write } from '../support/project.ts'

const provider = (name: string): FontProvider => fontProviders[name]?.() ?? { name, entrypoint: '' }
const root = createProject({
  'package.json': '{}',
  'package-lock.json': '{}',
  'ssr-pages.config.js': "export default {\n  fonts: [{ cssVariable: '--font-a' }],\n}\n",
  'page.woff2': '<!doctype html>',
  'a.png': '',
})
write(join(root, 'old.woff2'), Buffer.from('wOFF'))
write(join(root, 'cut.woff2'), Buffer.from('wOF2 and no more'))
linkAllPackages(root)

const local = (...src: unknown[]): Partial<FontFamily> => ({
  provider: provider('local'),
  options: { variants: [{ src: src as string[] }] },
})
const mono = (options: Partial<FontFamily>): Partial<FontFamily> => ({
  provider: provider('fontsource'),
  name: 'IBM Plex Mono',
  ...options,
})
const custom = (resolveFont: () => never | { fonts: never[] }): Partial<FontFamily> => ({
  provider: { name: 'ours', resolveFont },
})

describe('a build does not say what is wrong with a family:', () => {
  const cases: [complaint: string, Partial<FontFamily>, text: RegExp][] = [
    [
      'its file is missing',
      local('./b.woff2'),
      /the file .*[\\/]b\.woff2 does not exist.*relative to the root/s,
    ],
    [
      'its file is a page',
      local('./page.woff2'),
      /the content of .*page\.woff2 is not a font.*Git LFS/s,
    ],
    [
      'its file has the wrong extension',
      local('./old.woff2'),
      /old\.woff2 is a font of the type woff.*Name it \.woff\./s,
    ],
    [
      'its file is an image',
      local('./a.png'),
      /a\.png is not a font file.*woff2, woff, otf, ttf, eot/s,
    ],
    [
      'its file is cut off',
      local('./cut.woff2'),
      /the weight and style of .*cut\.woff2 cannot be read.*Set `weight` and `style`/s,
    ],
    ['it has no variants', { provider: provider('local') }, /needs `options\.variants`.*Write/s],
    ['a variant has no files', local(), /`options\.variants\[0\]\.src` must be a list/],
    ['a file is a number', local(7), /`options\.variants\[0\]\.src` must be a list/],
    [
      'its package is not installed',
      { provider: provider('fontsource'), name: 'Lobster Two' },
      /neither @fontsource\/lobster-two nor .* is installed.*npm install --save-dev @fontsource\/lobster-two`/s,
    ],
    [
      'its variable package is not installed',
      { provider: provider('fontsource'), name: 'Lobster', weights: ['100 900'] },
      /npm install --save-dev @fontsource-variable\/lobster`/,
    ],
    [
      'its package lacks a weight',
      mono({ weights: [900] }),
      /has no weight 900; it has 100, 200, .*700/,
    ],
    [
      'its package lacks a subset',
      mono({ subsets: ['greek'] }),
      /has no subset greek; it has cyrillic,/,
    ],
    [
      'its package lacks a style',
      mono({ styles: ['oblique'] }),
      /has no style oblique; it has italic, normal/,
    ],
    [
      'its package lacks a format',
      mono({ formats: ['ttf'] }),
      /has no file for latin, 400, normal in ttf/,
    ],
    ...['google', 'bunny', 'adobe', 'fontshare', 'googleicons', 'npm'].map(
      (name): [string, Partial<FontFamily>, RegExp] => [
        `${name} needs the network`,
        { provider: provider(name), name: 'Roboto', weights: ['100 900'] },
        new RegExp(
          `fontProviders\\.${name}\\(\\) loads fonts from the network.*@fontsource-variable/roboto`,
          's',
        ),
      ],
    ),
    [
      'a provider of the project throws',
      custom(() => {
        throw new TypeError('no key')
      }),
      /the provider ours failed: TypeError: no key/,
    ],
    [
      'a provider of the project finds nothing',
      custom(() => ({ fonts: [] })),
      /the provider ours has no such font/,
    ],
    [
      'a provider of the project returns an address',
      {
        provider: {
          name: 'ours',
          resolveFont: () => ({ fonts: [{ src: [{ url: '//cdn.test/a.woff2' }] }] }),
        },
      },
      /\/\/cdn\.test\/a\.woff2 is in the network/,
    ],
  ]
  test.each(cases)('%s', async (_, options, text) => {
    const family: FontFamily = {
      provider: provider('local'),
      name: 'A',
      cssVariable: '--font-a',
      ...options,
    }
    const error: unknown = await buildFonts([family], root).catch((thrown: unknown) => thrown)
    if (!(error instanceof SsrPagesError)) throw new Error(`no error of ours: ${String(error)}`)
    expect(error.code).toBe('SSR_PAGES_FONT_INVALID')
    expect(`${error.message}\n${error.hint}`).toMatch(text)
    expect(error.message).toMatch(/^ssr-pages\.config\.js:2:27: The font family '/)
  })
})

describe('a configuration does not say what is wrong with a family:', () => {
  const family = { provider: provider('local'), name: 'A', cssVariable: '--a' }
  const { name: _, ...nameless } = family
  test.each([
    ['no list', {}, "'fonts' must be a list of font families"],
    ['no object', [7], "'fonts[0]' must be an object"],
    ['no name', [nameless], "'fonts[0].name' is missing"],
    [
      'an unknown option',
      [{ ...family, weight: 400 }],
      "'fonts[0].weight' is not an option; did you mean weights?",
    ],
    [
      'a property without dashes',
      [{ ...family, cssVariable: 'a' }],
      "'fonts[0].cssVariable' must be the name of a custom property",
    ],
    [
      'a property that ends the rule',
      [{ ...family, cssVariable: '--a:b;}' }],
      "'fonts[0].cssVariable' must be the name of a custom property",
    ],
    [
      'a provider by its name',
      [{ ...family, provider: 'local' }],
      "'fonts[0].provider' must be a provider",
    ],
    ['no weights', [{ ...family, weights: [] }], "'fonts[0].weights' must be a list of weights"],
    [
      'an unknown weight',
      [{ ...family, weights: ['bolder'] }],
      "'fonts[0].weights' must be a list of weights",
    ],
    [
      'an unknown style',
      [{ ...family, styles: ['italics'] }],
      "'fonts[0].styles' must be a list of 'normal'",
    ],
    [
      'an unknown format',
      [{ ...family, formats: ['svg'] }],
      "'fonts[0].formats' must be a list of 'woff2'",
    ],
    [
      'an unknown display',
      [{ ...family, display: 'none' }],
      "'fonts[0].display' must be one of auto",
    ],
    [
      'two families of one property',
      [family, { ...family, name: 'B' }],
      "'fonts[1].cssVariable' is the property of two families",
    ],
  ])('%s', (_complaint, fonts, text) => {
    expect(() => checkConfig({ fonts }, 'ssr-pages.config.js')).toThrow(text)
  })

  test('a family in two parts is refused', () => {
    expect(() =>
      checkConfig({ fonts: [family, { ...family, weights: [700] }] }, 'a.js'),
    ).not.toThrow()
  })
})
