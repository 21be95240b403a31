import { rmSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { ssrPages } from '../../src/index.ts'
import { createApp } from '../islands/client-site.ts'
import { browserPath, openPage, startBrowser } from '../support/browser.ts'
import { runCli } from '../support/cli.ts'
import { createProjectInRepository } from '../support/project.ts'
import { shared } from './site.ts'

const FILES = {
  ...shared,
  'ssr-pages.config.mjs': `import mdx from '@astrojs/mdx'
import react from '@astrojs/react'
import vue from '@astrojs/vue'
export default { integrations: [react(), vue(), mdx()] }`,
  'src/Toggle.vue': `<script setup>
import { ref } from 'vue'
defineProps({ label: String })
const on = ref(false)
</script>
<template><button class="toggle" @click="on = !on">{{ label }} {{ on }}</button></template>`,
  'src/pages/index.mdx': `---
layout: ../Shell.astro
---
import Card from '../Card.astro'
import Counter from '../Counter.jsx'
import Only from '../Only.jsx'
import Toggle from '../Toggle.vue'

export const start = 4

<Counter client:load start={start}>*child*<i slot="foot">foot</i></Counter>

<Card title="in a card"><Toggle client:idle label="on:" /></Card>

<Only client:only="react"><p slot="fallback">wait</p></Only>

<Counter start={9} />
`,
  'src/Shell.astro':
    '<html><head><title>a</title><link rel="icon" href="data:," /></head><body><slot /></body></html>',
}

const inBrowser = browserPath === undefined ? describe.skip : describe

inBrowser('islands in MDX, under a strict policy,', () => {
  let root = ''
  let browser: Browser
  let server: Server
  let page: Page
  let complaints: readonly string[]

  beforeAll(async () => {
    root = createProjectInRepository(FILES)
    const { code, printed } = await runCli('build', root)
    if (code !== 0) throw new Error(printed)
    server = createApp(ssrPages({ dir: join(root, 'dist/pages') })).listen(0)
    browser = await startBrowser()
    ;({ page, complaints } = await openPage(browser))
    await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`)
    await page.waitForFunction(() => document.querySelector('astro-island[ssr]') === null)
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    server?.closeAllConnections()
    server?.close()
    rmSync(root, { recursive: true, force: true })
  })

  test('hydrate with their props, and keep their Markdown and slots', async () => {
    const counter = page.locator('astro-island .count')
    await counter.click()
    await page.waitForFunction(
      () => document.querySelector('astro-island .count')?.textContent === '5',
    )
    expect(await page.locator('astro-island em').textContent()).toBe('child')
    expect(await page.locator('astro-island i').textContent()).toBe('foot')
  })

  test('hydrate inside of an .astro component', async () => {
    const toggle = page.locator('section .toggle')
    expect(await toggle.textContent()).toBe('on: false')
    await toggle.click()
    await page.waitForFunction(() => document.querySelector('.toggle')?.textContent === 'on: true')
  })

  test('of client:only replace their fallback', async () => {
    await page.waitForSelector('.only')
    expect(await page.locator('.only').textContent()).toBe('only in browsers')
    expect(await page.locator('text=wait').count()).toBe(0)
  })

  test('are only those with a directive', async () => {
    expect(await page.locator('astro-island').count()).toBe(3)
    expect(await page.locator('.count').last().textContent()).toBe('9')
    expect(complaints).toEqual([])
  })
})
