import { expect, test } from '@jest/globals'
import { readCollections } from '../../src/dev/vite/read-collections.ts'

const IMPORT =
  'const __vite_ssr_import_0__ = await __vite_ssr_import__("/@id/__x00__ssr-pages:content", {"importedNames":["getCollection"]});\n'
const CONTENT = '__vite_ssr_import_0__'

test.each([
  ['one that it names', `${IMPORT}await (0,${CONTENT}.getCollection)("blog")`, ['blog']],
  [
    'two that it names',
    `${IMPORT}(0,${CONTENT}.getCollection)('blog', (one) => one); (0,${CONTENT}.getEntry)("my-people", id)`,
    ['blog', 'my-people'],
  ],
  ['none when it only renders', `${IMPORT}await (0,${CONTENT}.render)(entry)`, []],
  ['none when it reads a live one', `${IMPORT}await (0,${CONTENT}.getLiveEntry)("stock", id)`, []],
  ['any, by a variable', `${IMPORT}await (0,${CONTENT}.getCollection)(name)`, undefined],
  ['any, by a template', `${IMPORT}(0,${CONTENT}.getCollection)(\`b\${x}\`)`, undefined],
  ['any, by a reference', `${IMPORT}(0,${CONTENT}.getEntry)(post.data.author)`, undefined],
  [
    'any, by a name that is put together',
    `${IMPORT}(0,${CONTENT}.getEntries)("bl" + og)`,
    undefined,
  ],
  ['any, by a name with an escape', `${IMPORT}(0,${CONTENT}.getEntry)("bl\\u006fg")`, undefined],
  [
    'any when one of two is a variable',
    `${IMPORT}(0,${CONTENT}.getEntry)("blog", 1); (0,${CONTENT}.getEntry)(name, 1)`,
    undefined,
  ],
  ['any when it hands a function on', `${IMPORT}use(${CONTENT}.getCollection)`, undefined],
  ['any when it hands the module on', `${IMPORT}use(${CONTENT})`, undefined],
  ['any when it exports the module', `${IMPORT}__vite_ssr_exportAll__(${CONTENT});`, undefined],
  ['any when a variable is the function', `${IMPORT}${CONTENT}[name]("blog")`, undefined],
  [
    'any when it imports the module later',
    'const { getCollection } = await __vite_ssr_dynamic_import__("/@id/__x00__ssr-pages:content"); await getCollection("blog")',
    undefined,
  ],
])('a module is known to read %s', (_what, code, expected) => {
  expect(readCollections(code)).toEqual(expected && new Set(expected))
})
