import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { build, runCliSync } from '../support/cli.ts'
import { blocksOf, writeFiles } from '../support/guide.ts'
import { createProjectInRepository, readTree, write } from '../support/project.ts'
import { ROOT } from '../support/root.ts'
import { PNG } from './site.ts'

const [text = ''] = readFileSync(join(ROOT, 'docs/markdown.md'), 'utf8').split('\n## MDX')
const blocks = blocksOf(text)
const MARKDOWN_FILE = /^---\n# (\S+\.md)\n/

/** Runs the files of docs/markdown.md. */
describe('the files of docs/markdown.md', () => {
  let root: string

  beforeAll(() => {
    root = createProjectInRepository({ 'package.json': '{"type":"module"}' })
    write(join(root, 'src/pages/help/parcel.png'), PNG)
    expect(writeFiles(root, blocks).length).toBe(4)
    const texts = blocks.flatMap(({ code }) => {
      const [, file] = MARKDOWN_FILE.exec(code) ?? []
      return file === undefined ? [] : [[file, code] as const]
    })
    expect(texts.length).toBe(2)
    for (const [file, text] of texts) write(join(root, file), text)
    build(root)
  }, 60_000)

  afterAll(() => rmSync(root, { recursive: true, force: true }))

  test('are pages and views, as `ssr-pages routes` lists them', () => {
    const { stdout } = runCliSync(['routes', root], ROOT)
    expect(stdout).toMatch(/^\/help\/delivery\s.*src\/pages\/help\/delivery\.md/m)
    expect(stdout).toMatch(/mails\/welcome\s.*src\/views\/mails\/welcome\.md/)
  })

  test('send a mail', () => {
    const { stdout, stderr } = spawnSync(process.execPath, ['mails.js'], {
      cwd: root,
      encoding: 'utf8',
    })
    expect(stderr).toBe('')
    expect(stdout).toContain('<title>Welcome</title>')
    expect(stdout).toContain('<p>Your account is ready.</p>')
  })

  test('list the pages, and print images with their sizes', async () => {
    const code = `import { ssrPages } from 'ssr-pages'
const pages = ssrPages({ dir: 'dist/pages' })
console.log(await pages.render('/help'), await pages.render('/help/delivery'))`
    const args = ['--input-type=module', '--eval', code]
    const { stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
    expect(stdout).toContain('<li><a href="/help/delivery">Delivery</a></li>')
    expect(stdout).toMatch(
      /<img src="\/_image\?href=%2F_assets%2Fparcel\.[^"]*" alt="A parcel"[^>]* width="1" height="1">/,
    )
    expect(stdout).toContain('<nav><a href="#delivery">Delivery</a></nav>')
  })

  test('have no path of the disk in what is built', () => {
    const built = [...readTree(join(root, 'dist'))].filter(([, text]) => text.includes(root))
    expect(built.map(([file]) => file)).toEqual([])
  })
})
