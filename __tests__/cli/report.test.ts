import { resolve } from 'node:path'
import { expect, test } from '@jest/globals'
import { reportBuild } from '../../src/cli/report.ts'
import type { ManifestRoute } from '../../src/shared/types.ts'

const file = { path: '/a', file: 'a/index.html', status: 200, headers: {} }

test('the summary has a line for each route and the totals', () => {
  const text = reportBuild(
    {
      root: resolve('.'),
      outDir: resolve('dist'),
      pagesDir: resolve('dist/pages'),
      clientDir: resolve('dist/client'),
      manifest: {
        version: 1,
        base: '/',
        client: '../client',
        routes: [
          route('/', 'index.mjs', ['_assets/a.css', '_assets/b.css'], {
            x: '_assets/a.js',
            y: '_assets/a.js',
          }),
          route('/products/[id]', 'products/[id].mjs', [], {}),
          { ...route('/about', 'about.mjs', [], {}), prerendered: [file] },
          { ...route('/[id]', '[id].mjs', [], {}), prerendered: [file, file] },
        ],
      },
      sizes: {
        'pages/index.mjs': 12_345,
        'pages/products/[id].mjs': 900,
        'client/_assets/a.css': 1000,
        'client/_assets/b.css': 500,
        'client/_assets/a.js': 255,
      },
    },
    42,
    (_colour, plain) => plain,
  )
  expect(text).toBe(
    [
      'route             module      css       js',
      '/               12.35 kB  1.50 kB  0.26 kB',
      '/products/[id]   0.90 kB        -        -',
      '/about            1 file        -        -',
      '/[id]            2 files        -        -',
      '',
      '4 routes, 5 files, 15.00 kB in dist, 42 ms',
      '',
    ].join('\n'),
  )
})

test('the summary of a thousand routes ends with the number of omitted routes', () => {
  const routes = Array.from({ length: 1000 }, (_, index) =>
    route(`/posts/${index}`, `posts/${index}.mjs`, [], {}),
  )
  const folders = { root: '/', outDir: '/dist', pagesDir: '/dist/pages', clientDir: '/dist/client' }
  const manifest = { version: 1 as const, base: '/', client: '../client', routes }
  const text = reportBuild({ ...folders, manifest, sizes: {} }, 42, (_colour, plain) => plain)
  const lines = text.trimEnd().split('\n')
  expect(lines.length).toBeLessThanOrEqual(35)
  expect(lines.at(-3)).toBe('... and 971 more routes: npx ssr-pages routes')
  expect(lines.at(-1)).toMatch(/^1000 routes, /)
})

function route(
  pattern: string,
  file: string,
  styles: readonly string[],
  scripts: Readonly<Record<string, string>>,
): ManifestRoute {
  return { pattern, file, kind: 'page', styles, scripts, hasHead: false }
}
