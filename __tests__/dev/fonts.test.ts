import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { ROOT } from '../support/root.ts'
import { type Server, startServer } from '../support/servers.ts'
import { until } from '../support/until.ts'
import { type Project, createProject } from './project.ts'

const [regular, bold] = [400, 700].map((weight) =>
  readFileSync(
    join(
      ROOT,
      `node_modules/@fontsource/ibm-plex-mono/files/ibm-plex-mono-latin-${weight}-normal.woff2`,
    ),
  ),
)

describe('in development, a font', () => {
  let project: Project
  let server: Server

  beforeAll(async () => {
    project = await createProject({
      'ssr-pages.config.mjs': `import { fontProviders } from 'ssr-pages/config'
export default { fonts: [{ provider: fontProviders.local(), name: 'Body', cssVariable: '--font-body',
  options: { variants: [{ src: ['./src/fonts/body.woff2'] }] } }] }`,
      'src/fonts/body.woff2': regular ?? '',
      'src/pages/index.astro': `---
import { Font } from 'astro:assets'
---
<html><head><Font cssVariable="--font-body" preload /></head><body></body></html>`,
    })
    server = await startServer('dev-plain.mjs', project.root, 'express')
  })
  afterAll(async () => {
    await server?.stop()
    await project?.remove()
  })

  const get = (path: string) => fetch(`http://localhost:${server.port}${path}`)

  async function links(): Promise<{ sheet: string; font: string }> {
    const html = await (await get('/')).text()
    const find = (pattern: RegExp) => pattern.exec(html)?.[0] ?? ''
    return {
      sheet: find(/\/_assets\/fonts\/font-body\.[\w-]{8}\.css/),
      font: find(/\/_assets\/fonts\/body\.[\w-]{8}\.woff2/),
    }
  }

  async function expectServed(content: Uint8Array | undefined, weight: number): Promise<string> {
    const { sheet, font } = await links()
    const css = await get(sheet)
    expect(css.headers.get('content-type')).toMatch(/^text\/css/)
    expect(await css.text()).toContain(`font-weight:${weight};`)
    const file = await get(font)
    expect(file.headers.get('content-type')).toBe('font/woff2')
    expect(Buffer.from(await file.arrayBuffer()).equals(content ?? new Uint8Array())).toBe(true)
    return font
  }

  test('is not served, or is the old one after its file has changed', async () => {
    const old = await expectServed(regular, 400)
    writeFileSync(join(project.root, 'src/fonts/body.woff2'), bold ?? '')
    await until(async () => (await links()).font !== old)
    await expectServed(bold, 700)
  })
})
