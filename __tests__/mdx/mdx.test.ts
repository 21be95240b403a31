import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type SsrPages, ssrPages } from '../../src/index.ts'
import { runCli } from '../support/cli.ts'
import { createProjectInRepository } from '../support/project.ts'
import { type Case, cases } from './cases.ts'
import { page, shared } from './site.ts'

/** The two processors of Astro, and how a configuration names them. */
const PROCESSORS = { satteri: 'undefined', unified: 'unified()' }

describe.each(Object.entries(PROCESSORS))('MDX compiled by %s()', (_name, processor) => {
  let root = ''
  let pages: SsrPages

  beforeAll(async () => {
    const texts = cases.flatMap(({ mdx, page: text = page() }, index) => [
      [`src/texts/c${index}.mdx`, mdx],
      [`src/pages/c${index}.astro`, text.replace('TEXT', `../texts/c${index}.mdx`)],
    ])
    root = createProjectInRepository({
      ...shared,
      ...Object.fromEntries(texts),
      'ssr-pages.config.mjs': `import mdx from '@astrojs/mdx'
import { unified } from '@astrojs/markdown-remark'
import react from '@astrojs/react'
import vue from '@astrojs/vue'
export default { integrations: [react(), mdx({ processor: ${processor} }), vue()] }`,
    })
    const { code, printed } = await runCli('build', root)
    if (code !== 0) throw new Error(printed)
    pages = ssrPages({ dir: join(root, 'dist/pages') })
  })

  afterAll(() => rmSync(root, { recursive: true, force: true }))

  async function htmlOf({ mdx }: Case): Promise<string> {
    const path = `/c${cases.findIndex((one) => one.mdx === mdx)}`
    const response = await pages.fetch(new Request(`http://localhost${path}`))
    const text = (await response?.text()) ?? ''
    return text
      .replace('<!DOCTYPE html>', '')
      .replaceAll(/<link [^>]*>|<script type="module"[^>]*><\/script>/g, '')
      .replaceAll(/ ?\bastro-\w{8}\b/g, '')
      .replaceAll(' class=""', '')
      .replaceAll(/\.[\w-]{8}\.png/g, '.HASH.png')
      .replaceAll(/&amp;s=[\w-]{22}/g, '&amp;s=SIGNATURE')
      .trim()
  }

  test.each(cases)('$name', async (one) => {
    expect(await htmlOf(one)).toBe(one.html)
  })
})
