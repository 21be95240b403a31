import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { createPackageCheck } from '../../src/project/packages.ts'
import { build } from '../support/cli.ts'
import { createProject, readTree } from '../support/project.ts'

const components = {
  ...pack('@s/a', {}, 'export { default as A } from "./A.astro"'),
  'node_modules/@s/a/A.astro': '<b>from a package</b>',
  ...pack('wrap', { dependencies: { '@s/a': '1' } }, 'export * from "@s/a"\nexport * from "plain"'),
  ...pack('maybe', { optionalDependencies: { wrap: '1' } }, 'export * from "wrap"'),
  ...pack('peer', { peerDependencies: { maybe: '1' } }, 'export * from "maybe"'),
  ...pack('plain', { dependencies: { round: '1', 'not-there': '1' } }, 'export const q = 1'),
  ...pack('round', { dependencies: { plain: '1' } }, 'export {}'),
  ...pack('dev', { devDependencies: { '@s/a': '1' } }, 'export {}'),
}

describe('a package is bundled when Node cannot import it', () => {
  const root = createProject({ ...components, 'outer/index.js': '' })
  symlinkSync(join(root, 'outer'), join(root, 'node_modules/linked'))
  const cases: [string, boolean][] = [
    ['@s/a', true],
    ['@s/a/A.astro', true],
    ['wrap', true],
    ['wrap/deep/path.js', true],
    ['maybe', true],
    ['peer', true],
    ['plain', false],
    ['dev', false],
    ['linked', false],
    ['not-there', false],
    ['node:fs', false],
    ['./wrap', false],
    ['/wrap', false],
    ['#wrap', false],
  ]
  const needsBundling = createPackageCheck()
  test.each(cases)('%s: %s', (specifier, expected) => {
    expect(needsBundling(specifier, join(root, 'src/pages/index.astro'))).toBe(expected)
  })
})

test.each(['@s/a', 'wrap', 'maybe', 'peer'])(
  'a component reached through %s is compiled',
  (name) => {
    const page = `---\nimport { A } from '${name}'\nimport { q } from 'plain'\n---\n<A/>{q}`
    const root = createProject({ ...components, 'src/pages/index.astro': page })
    build(root)
    const code = readTree(join(root, 'dist/pages')).get('index.mjs') ?? ''
    expect(code).toContain('<b>from a package</b>')
    const imported = new Set([...code.matchAll(/ from "(.+)"/g)].map(([, from]) => from))
    expect([...imported]).toEqual(['ssr-pages/runtime', 'plain'])
  },
)

function pack(name: string, fields: object, index: string): Record<string, string> {
  return {
    [`node_modules/${name}/package.json`]: JSON.stringify({
      name,
      type: 'module',
      exports: { '.': './index.js' },
      ...fields,
    }),
    [`node_modules/${name}/index.js`]: index,
  }
}
