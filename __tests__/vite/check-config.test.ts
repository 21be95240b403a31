import { describe, expect, test } from '@jest/globals'
import { checkConfig } from '../../src/vite/check-config.ts'

const done = (): void => {}

describe('a configuration is accepted', () => {
  const cases = [
    {},
    { srcDir: 'app', outDir: '../out', publicDir: 'static' },
    { base: '/' },
    { base: '/docs', site: 'https://example.com' },
    { scopedStyleStrategy: 'class', vite: {}, adapter: { name: 'x', done } },
    { site: undefined },
    { output: 'static' },
    { output: 'server' },
  ]
  test.each(cases)('%j', (config) => {
    expect(checkConfig(config, 'ssr-pages.config.ts')).toBe(config)
  })
})

describe('a wrong configuration is refused with its key and what was seen', () => {
  const cases: [unknown, string][] = [
    [undefined, "'default' must be an object (saw undefined)"],
    [[], "'default' must be an object (saw [])"],
    [{ outdir: 'x' }, "'outdir' is not an option; there are srcDir, outDir, publicDir, output,"],
    [{ outDir: 1 }, "'outDir' must be a path (saw 1)"],
    [{ srcDir: '' }, "'srcDir' must be a path (saw '')"],
    [{ output: 'hybrid' }, "'output' must be 'server' or 'static' (saw 'hybrid')"],
    [{ base: 'docs' }, "'base' must be a path that starts with '/' (saw 'docs')"],
    [{ base: '/a?b' }, "'base' must be a path that starts with '/' (saw '/a?b')"],
    [{ site: 'example.com' }, "'site' must be an http(s) URL (saw 'example.com')"],
    [{ scopedStyleStrategy: 'id' }, "must be 'where', 'class' or 'attribute' (saw 'id')"],
    [{ adapter: { name: 'x' } }, "'adapter' must be an object with a name and a function done()"],
    [{ vite: [] }, "'vite' must be an object (saw [])"],
    [{ toString: 1 }, "'toString' is not an option"],
  ]
  test.each(cases)('%j', (config, expected) => {
    expect(() => checkConfig(config, 'ssr-pages.config.ts')).toThrow(expected)
  })
})
