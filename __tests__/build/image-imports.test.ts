import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { build } from '../support/cli.ts'
import { createProject, linkOwnPackage, readTree, write } from '../support/project.ts'

// One pixel, from the specification's smallest valid files.
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg=='
const GIF = 'R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=='

/** An image, and what `import image from` it gives, with the hash left out. */
const images: readonly [specifier: string, file: string | Buffer, expected: unknown][] = [
  [
    './logo.svg',
    '<svg xmlns="http://www.w3.org/2000/svg" width="85" height="107" viewBox="0 0 1 1"/>',
    { src: '/docs/_assets/logo.svg', width: 85, height: 107, format: 'svg' },
  ],
  [
    './view.svg',
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"/>',
    { src: '/docs/_assets/view.svg', width: 40, height: 20, format: 'svg' },
  ],
  [
    './dot.png',
    Buffer.from(PNG, 'base64'),
    { src: '/docs/_assets/dot.png', width: 1, height: 1, format: 'png' },
  ],
  [
    './dot.gif',
    Buffer.from(GIF, 'base64'),
    { src: '/docs/_assets/dot.gif', width: 1, height: 1, format: 'gif' },
  ],
  ['./broken.jpeg', 'no image', { src: '/docs/_assets/broken.jpeg', format: 'jpg' }],
  ['./logo.svg?url', '', '/docs/_assets/logo.svg'],
  ['./text.svg?raw', '<svg/>', '<svg/>'],
]

describe('an imported image is the object that Astro gives:', () => {
  const printed = new Map<string, unknown>()
  let page = ''

  beforeAll(() => {
    const imports = images.map(([specifier], index) => `import i${index} from '${specifier}'\n`)
    const all = images.map((_, index) => `i${index}`)
    const root = createProject({
      'astro.config.mjs': "export default { base: '/docs', compressHTML: false }",
      'src/pages/all.json.ts': `${imports.join('')}export const GET = () => Response.json([${all.join()}])`,
      'src/pages/index.astro': `---
import logo from './logo.svg'
const { src, ...size } = logo
---
<p>{logo}</p><img src={logo}><img {...logo}><b>{String(Object.keys(size))}</b>`,
    })
    for (const [specifier, file] of images) {
      if (file !== '') write(join(root, 'src/pages', specifier.replace(/\?.*/, '')), file)
    }
    linkOwnPackage(root)
    build(root)
    const files = readTree(join(root, 'dist/client'))
    const clean = (text = '') => text.replaceAll(/\.[\w-]{8}\.(?=svg|png|gif|jpeg)/g, '.')
    page = clean(files.get('index.html'))
    const values: unknown[] = JSON.parse(clean(files.get('all.json')))
    for (const [index, [specifier]] of images.entries()) printed.set(specifier, values[index])
  })

  test.each(images)('%s', (specifier, _file, expected) => {
    expect(printed.get(specifier)).toEqual(expected)
  })

  test('it is its address wherever a string is expected', () => {
    const src = '/docs/_assets/logo.svg'
    expect(page).toContain(`<p>${src}</p><img src="${src}">`)
    expect(page).toContain(`<img src="${src}" width="85" height="107" format="svg">`)
    expect(page).toContain('<b>width,height,format</b>')
  })
})
