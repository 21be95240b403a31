import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { build } from '../support/cli.ts'
import { createProject, readTree } from '../support/project.ts'

/** An expression in server code, and the build's output for it. */
const cases: [string, string][] = [
  ['import.meta.env.PROD', 'true'],
  ['import.meta.env.DEV', 'false'],
  ['import.meta.env.SSR', 'true'],
  ['import.meta.env.MODE', '"production"'],
  ['import.meta.env.BASE_URL', '"/"'],
  ['import.meta.env.SITE', 'void 0'],
  ['import.meta.env.PUBLIC_A', '"a"'],
  ['import.meta.env.VITE_B', '"b"'],
  ['import.meta.env.PUBLIC_NONE', 'void 0'],
  ['import.meta.env.SECRET', 'process.env.SECRET'],
  ['import.meta.env?.SECRET', 'process.env?.SECRET'],
  ['import.meta.env.SECRET.length', 'process.env.SECRET.length'],
  ['f(import.meta.env.SECRET)', 'f(process.env.SECRET)'],
  ['"import.meta.env.SECRET"', '"import.meta.env.SECRET"'],
  ['x.import.meta.env.SECRET', 'x.import.meta.env.SECRET'],
]

test('import.meta.env is inlined where it is public, and read at run time where it is not', () => {
  const lines = cases.map(([source], index) => `export const v${index} = () => ${source}`)
  const names = 'const { SECRET } = import.meta.env\nexport const GET = () => SECRET'
  const root = createProject({
    '.env': 'PUBLIC_A=a\nVITE_B=b\nSECRET=do-not-write-me',
    'src/pages/a.ts': `declare const f: any, x: any\n${lines.join('\n')}\n${names}\n`,
  })
  build(root)
  const code = readTree(join(root, 'dist')).get('pages/a.mjs') ?? ''
  const built = cases.map(([source], index) => [
    source,
    new RegExp(`v${index} = \\(\\) => (.*);`).exec(code)?.[1],
  ])
  expect(built).toEqual(cases)
  expect(code).toContain('{ SECRET } = Object.assign({}, process.env, {')
  expect(code).not.toContain('do-not-write-me')
})
