import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { fontProviders } from '../../src/astro/named-modules.ts'
import { buildFonts, type SiteFonts } from '../../src/fonts/site-fonts.ts'
import { createProject, write } from '../support/project.ts'
import { ROOT } from '../support/root.ts'

const FOLDER = 'node_modules/@fontsource/noto-sans-jp'
const font = readFileSync(
  join(ROOT, 'node_modules/@fontsource/ibm-plex-mono/files/ibm-plex-mono-latin-400-normal.woff2'),
)

describe('a package with numbers in the names of its files', () => {
  let fonts: SiteFonts

  // As version 5 of @fontsource/noto-sans-jp, with two of its 120 files.
  beforeAll(async () => {
    const root = createProject({
      'package.json': '{}',
      [`${FOLDER}/package.json`]: '{"name":"@fontsource/noto-sans-jp","version":"5.2.0"}',
      [`${FOLDER}/metadata.json`]: JSON.stringify({
        id: 'noto-sans-jp',
        subsets: ['japanese', 'latin'],
        weights: [400],
        styles: ['normal'],
        variable: false,
      }),
      [`${FOLDER}/unicode.json`]: JSON.stringify({
        '[0]': 'U+25ee8,U+25f23',
        '[119]': 'U+20,U+2027',
        latin: 'U+0000-00FF',
      }),
    })
    for (const slice of ['0', '119', 'latin']) {
      const file = `noto-sans-jp-${slice}-400-normal.woff2`
      write(join(root, FOLDER, 'files', file), Buffer.concat([font, Buffer.from(slice)]))
    }
    const provider = fontProviders['fontsource']?.()
    if (provider === undefined) throw new Error('no such provider')
    fonts = await buildFonts(
      [
        {
          provider,
          name: 'Noto Sans JP',
          cssVariable: '--font-jp',
          styles: ['normal'],
          subsets: ['japanese', 'latin'],
        },
      ],
      root,
    )
  })

  test('lacks a file, or the range of its characters', () => {
    const { css } = fonts.families['--font-jp'] ?? { css: '' }
    for (const [slice, range] of [
      ['0', 'U+25ee8,U+25f23'],
      ['119', 'U+20,U+2027'],
      ['latin', 'U+0000-00FF'],
    ]) {
      expect(css).toMatch(
        new RegExp(
          `url\\("noto-sans-jp-${slice}-400-normal\\.[\\w-]{8}\\.woff2"\\)[^}]*unicode-range:${range?.replaceAll('+', '\\+')};`,
        ),
      )
    }
  })

  test('has all of its files preloaded', () => {
    const { preloads } = fonts.families['--font-jp'] ?? { preloads: [] }
    expect(preloads.map(({ subset }) => subset)).toEqual(['latin'])
  })

  test('has files without addresses in fontData', () => {
    const { faces } = fonts.families['--font-jp'] ?? { faces: [] }
    expect(faces.map(({ src }) => fonts.files.has(src[0]?.file ?? ''))).toEqual([true, true, true])
  })
})
