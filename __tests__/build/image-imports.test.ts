import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { createProject, linkOwnPackage, readTree, write } from '../support/project.ts'
import { buildWarm, runWarmCli } from '../support/warm-cli.ts'

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
  [
    './animated.apng',
    Buffer.concat([Buffer.from(PNG, 'base64'), Buffer.from('a')]),
    { src: '/docs/_assets/animated.apng', width: 1, height: 1, format: 'apng' },
  ],
  [
    './LOUD.PNG',
    Buffer.concat([Buffer.from(PNG, 'base64'), Buffer.from('b')]),
    { src: '/docs/_assets/LOUD.PNG', width: 1, height: 1, format: 'png' },
  ],
  ['./sizeless.svg', '<svg/>', { src: '/docs/_assets/sizeless.svg', format: 'svg' }],
  ['./broken.jpeg?url', 'no image', '/docs/_assets/broken.jpeg'],
  ['./dot.png?inline', '', `data:image/png;base64,${PNG}`],
  ['./logo.svg?url', '', '/docs/_assets/logo.svg'],
  ['./text.svg?raw', '<svg/>', '<svg/>'],
]

describe('an imported image is the object that Astro gives:', () => {
  const printed = new Map<string, unknown>()
  let files: ReadonlyMap<string, string>

  beforeAll(async () => {
    const imports = images.map(([specifier], index) => `import i${index} from '${specifier}'\n`)
    const all = images.map((_, index) => `i${index}`)
    const root = createProject({
      'astro.config.mjs': "export default { base: '/docs', compressHTML: false }",
      'src/pages/all.json.ts': `${imports.join('')}export const GET = () => Response.json([${all.join()}])`,
      'src/pages/index.astro': page('./logo.svg'),
      'src/pages/raster.astro': page('./dot.png'),
      'src/pages/glob.astro': `---
const found = Object.values(import.meta.glob('./*.gif', { eager: true, import: 'default' }))
const [late] = Object.values(import.meta.glob('./dot.png'))
const { default: dot } = await late()
---
{[...found, dot].map((image) => <img src={image.src} width={image.width}>)}`,
    })
    for (const [specifier, file] of images) {
      if (file !== '') write(join(root, 'src/pages', specifier.replace(/\?.*/, '')), file)
    }
    linkOwnPackage(root)
    await buildWarm(root)
    const built = readTree(join(root, 'dist/client'))
    files = new Map([...built].map(([name, text]) => [name, withoutHashes(text)]))
    const values: unknown[] = JSON.parse(files.get('all.json') ?? '')
    for (const [index, [specifier]] of images.entries()) printed.set(specifier, values[index])
  })

  test.each(images)('%s', (specifier, _file, expected) => {
    expect(printed.get(specifier)).toEqual(expected)
  })

  test.each([
    ['index.html', '/docs/_assets/logo.svg', ' width="85" height="107" format="svg"'],
    ['raster/index.html', '/docs/_assets/dot.png', ' width="1" height="1" format="png"'],
  ])('%s prints it as its address wherever a string is expected', (file, src, size) => {
    expect(files.get(file)).toBe(
      `<!DOCTYPE html><p>${src}</p><img src="${src}"><img src="${src}"${size}><b>width,height,format</b><i>${src}</i>`,
    )
  })

  test('import.meta.glob() finds images, and imports them late', () => {
    expect(files.get('glob/index.html')).toBe(
      '<!DOCTYPE html><img src="/docs/_assets/dot.gif" width="1"><img src="/docs/_assets/dot.png" width="1">',
    )
  })
})

function withoutHashes(text: string): string {
  return text.replaceAll(/\.[\w-]{8}\.(?=a?png|PNG|svg|gif|jpeg)/g, '.')
}

function page(specifier: string): string {
  return `---
import image from '${specifier}'
const { src, ...size } = image
---
<p>{image}</p><img src={image}><img {...image}><b>{String(Object.keys(size))}</b><i set:html={image} />`
}

/** Files with the name of an image that are none, and what the error says. */
const broken: readonly [name: string, content: string, why: string][] = [
  ['a.jpeg', 'no image', 'its bytes are not those of an image'],
  ['a.png', '', 'it is empty'],
  ['a.svg', '', 'it is empty'],
  ['a.svg', '<html></html>', 'it does not consist of an <svg> element'],
  ['a.svg', '<svg viewBox="0 0 1 1"><path>', 'it does not consist of an <svg> element'],
  ['a.webp', 'RIFF....WEBPVP8 ', 'its bytes are not those of an image'],
  ['a.png', 'version https://git-lfs.github.com/spec/v1', 'it is a pointer of Git LFS'],
]

test.each(broken)('the import of a broken %s (%j) is an error: %s', async (name, content, why) => {
  const root = createProject({
    'src/pages/index.astro': `---\nimport Card from '../Card.astro'\n---\n<Card />`,
    'src/Card.astro': `---\nimport a from './${name}'\n---\n<img src={a.src}>`,
    [`src/${name}`]: content,
  })
  linkOwnPackage(root)
  const { code, stderr } = await runWarmCli(['build'], root)
  expect(code).toBe(1)
  expect(stderr).toContain(`src/Card.astro:2:`)
  expect(stderr).toContain(`'./${name}': the image src/${name} cannot be read: ${why}`)
  expect(stderr).toContain('SSR_PAGES_IMAGE_UNREADABLE')
})
