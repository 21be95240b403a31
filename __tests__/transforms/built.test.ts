import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { type Project, createProject } from '../dev/project.ts'
import { type Server, startServer } from '../support/servers.ts'
import { runCliSync } from '../support/cli.ts'
import { buildWarm, runWarmCli } from '../support/warm-cli.ts'
import { drawImage } from './image-site.ts'

const projects: Project[] = []

afterAll(() => Promise.all(projects.map((project) => project.remove())))

async function createImageProject(pages: Readonly<Record<string, string>>): Promise<Project> {
  const files = Object.entries(pages).map(([name, text]) => [`src/pages/${name}`, text])
  const project = await createProject(Object.fromEntries(files))
  projects.push(project)
  for (const [name, width] of [
    ['photo.png', 600],
    ['shown.png', 500],
  ] as const) {
    writeFileSync(join(project.root, `src/${name}`), await drawImage(width, 400).png().toBuffer())
  }
  return project
}

const still = (width: number) => `---
export const prerender = true
import { Image } from 'astro:assets'
import photo from '../photo.png'
import shown from '../shown.png'
---
<html><head><title>still</title></head><body>
<Image src={photo} width={${width}} alt="" /><Image src={shown} width={50} alt="" />
<a href={shown.src}>original</a></body></html>
`

const live = `---
import { Image } from 'astro:assets'
import photo from '../photo.png'
---
<html><head><title>live</title></head><body><Image src={photo} width={120} alt="" /></body></html>
`

function assetsOf({ root }: Project): string[] {
  return readdirSync(join(root, 'dist/client/_assets')).toSorted()
}

const urlIn = (html: string) => /<img src="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? ''

describe('a site of prerendered pages', () => {
  let project: Project
  let cache: string
  const kept = () =>
    new Map(readdirSync(cache).map((name) => [name, statSync(join(cache, name)).ino]))

  beforeAll(async () => {
    project = await createImageProject({ 'index.astro': still(200) })
    await project.write('node_modules/.keep', '')
    await buildWarm(project.root)
    const folder = join(project.root, 'node_modules/.ssr-pages/images')
    cache = join(folder, readdirSync(folder)[0] ?? '')
  })

  test('has its images as files, in the size that the page says', async () => {
    const url = urlIn(readFileSync(join(project.root, 'dist/client/index.html'), 'utf8'))
    expect(url).toMatch(/^\/_assets\/photo\.[\w-]{10}\.webp$/)
    const made = await sharp(join(project.root, 'dist/client', url)).metadata()
    expect(made).toMatchObject({ format: 'webp', width: 200, height: 133 })
  })

  test('publishes an original only if a page shows it', () => {
    const originals = assetsOf(project).filter((name) => name.endsWith('.png'))
    expect(originals).toEqual([expect.stringMatching(/^shown\./)])
  })

  test('has no image endpoint, no key and no need of sharp where it runs', () => {
    const manifest = readFileSync(join(project.root, 'dist/pages/manifest.json'), 'utf8')
    expect(JSON.parse(manifest)).not.toHaveProperty('images')
  })

  test('makes no image again in an unchanged build, and only what is new in another one', async () => {
    const [before, files] = [kept(), assetsOf(project)]
    await buildWarm(project.root)
    expect([kept(), assetsOf(project)]).toEqual([before, files])
    await project.edit('src/pages/index.astro', 'width={200}', 'width={100}')
    await buildWarm(project.root)
    const after = kept()
    expect([before.size, after.size]).toEqual([2, 2])
    expect([...after].filter(([name, ino]) => before.get(name) === ino).length).toBe(1)
  })

  test('is not built with an image that cannot be made, and the error names the file', async () => {
    const file = join(project.root, 'src/photo.png')
    const photo = readFileSync(file)
    // The head of the file still has its size.
    writeFileSync(file, Buffer.concat([photo.subarray(0, 33), Buffer.from('broken'.repeat(20))]))
    const { code, stderr } = await runWarmCli(['build'], project.root)
    writeFileSync(file, photo)
    expect(code).toBe(1)
    expect(stderr).toMatch(/_assets\/photo\.[\w-]+\.png[^]*SSR_PAGES_IMAGE_INVALID/)
  })

  test('is built without a warning of Node, however many images it has', async () => {
    const sizes = Array.from({ length: 12 }, (_, index) => still(210 + index))
    await Promise.all(
      sizes.map((text, index) => project.write(`src/pages/more-${index}.astro`, text)),
    )
    const { stderr } = runCliSync(['build'], project.root)
    expect(stderr).toBe('')
  })
})

describe('a site with pages that run on demand', () => {
  let project: Project
  let server: Server

  beforeAll(async () => {
    project = await createImageProject({ 'index.astro': live, 'still.astro': still(200) })
    await buildWarm(project.root)
  })

  test('publishes its originals, because images are made of them', () => {
    const originals = assetsOf(project).filter((name) => name.endsWith('.png'))
    expect(originals).toEqual([
      expect.stringMatching(/^photo\./),
      expect.stringMatching(/^shown\./),
    ])
  })

  test('never publishes the key of the signatures', () => {
    const { images } = JSON.parse(
      readFileSync(join(project.root, 'dist/pages/manifest.json'), 'utf8'),
    )
    const client = join(project.root, 'dist/client')
    const names = readdirSync(client, { recursive: true, encoding: 'utf8' })
    const files = names.filter((name) => statSync(join(client, name)).isFile())
    expect(images.key.length).toBe(43)
    expect(files.filter((name) => readFileSync(join(client, name)).includes(images.key))).toEqual(
      [],
    )
  })

  test('in development shows an edited image at once, and no file that no page imports', async () => {
    server = await startServer('dev-plain.mjs', project.root, 'express')
    try {
      const origin = `http://localhost:${server.port}`
      const url = urlIn(await (await fetch(`${origin}/`)).text())
      const first = await fetch(origin + url)
      expect([first.status, first.headers.get('cache-control')]).toEqual([200, 'public, no-cache'])
      const etag = first.headers.get('etag') ?? ''
      const again = await fetch(origin + url, { headers: { 'if-none-match': etag } })
      expect(again.status).toBe(304)
      const other = await drawImage(600, 400).negate().png().toBuffer()
      writeFileSync(join(project.root, 'src/photo.png'), other)
      const second = await fetch(origin + url, { headers: { 'if-none-match': etag } })
      expect(second.status).toBe(200)
      expect(second.headers.get('etag')).not.toBe(etag)
      const forged = url.replace('photo.png', '..%2Fpackage.json')
      expect((await fetch(origin + forged)).status).toBe(403)
    } finally {
      await server.stop()
    }
  })
})
