import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { browserPath, openPage, startBrowser, visit } from '../support/browser.ts'
import { runCli } from '../support/cli.ts'
import { findPort } from '../support/free-port.ts'
import { blocksOf } from '../support/guide.ts'
import { ROOT } from '../support/root.ts'
import { type Server, startServer } from '../support/servers.ts'
import { type Nginx, hasNginx, startNginx } from '../support/start-nginx.ts'
import { page } from './island-site.ts'
import { type Project, createProject } from './project.ts'

const site = (base: string) => ({
  'ssr-pages.config.mjs': `import preact from '@astrojs/preact'
export default { ${base}integrations: [preact()] }`,
  'src/Counter.jsx': `import { useState } from 'preact/hooks'
export default function Counter({ start }) {
  const [count, setCount] = useState(start)
  return <button onClick={() => setCount(count + 1)}>old {count}</button>
}`,
  'src/pages/index.astro': page(
    "import Counter from '../Counter.jsx'",
    `<h1>{Astro.url.pathname} {Astro.request.method}</h1><Counter client:load start={5} />
<form method="post"><input type="submit" /></form><style>h1 { color: rgb(1, 2, 3) }</style>`,
  ),
})

/** `mode where proxied`: where the pages have their path from, and what nginx does with it. */
const PLACES = ['base', 'mount'].flatMap((where) => [`${where} kept`, `${where} stripped`])

const describeWithNginx = hasNginx && browserPath !== undefined ? describe : describe.skip

describeWithNginx('an island behind nginx, below a path', () => {
  const projects: Project[] = []
  const ports = new Map<string, number>()
  let server: Server
  let nginx: Nginx
  let browser: Browser

  beforeAll(async () => {
    for (const base of ["base: '/app', ", '']) projects.push(await createProject(site(base)))
    for (const { root } of projects) {
      const { code, printed } = await runCli('build', root)
      if (code !== 0) throw new Error(printed)
    }
    server = await startServer('behind-nginx.mjs', ...projects.map(({ root }) => root))
    const [, json = '{}'] = /^ports (.*)$/m.exec(server.output()) ?? []
    const servers: string[] = []
    for (const [place, target] of Object.entries(JSON.parse(json))) {
      const port = await findPort()
      ports.set(place, port)
      servers.push(serverBlock({ port, target: Number(target), cuts: place.endsWith('stripped') }))
    }
    nginx = await startNginx(MAP + servers.join('\n'), [...ports.values()])
    browser = await startBrowser()
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    await nginx?.stop()
    await server?.stop()
    for (const project of projects) await project.remove()
  })

  async function open(place: string) {
    const opened = await openPage(browser)
    opened.page.setDefaultTimeout(50_000)
    await visit(opened.page, `http://localhost:${ports.get(place)}/app/`)
    return opened
  }

  test.each(['built', 'dev'].flatMap((mode) => PLACES.map((place) => `${mode} ${place}`)))(
    'hydrates, beside styles and forms: %s',
    async (place) => {
      const { page, complaints } = await open(place)
      const button = page.locator('astro-island:not([ssr]) button')
      await button.click()
      await button.getByText('old 6').waitFor()
      const heading = page.locator('h1')
      expect(await heading.innerText()).toBe('/app/ GET')
      expect(await heading.evaluate((element) => getComputedStyle(element).color)).toBe(
        'rgb(1, 2, 3)',
      )
      await page.locator('form input').click()
      await page.getByText('/app/ POST').waitFor()
      expect(complaints).toEqual([])
      await page.close()
    },
  )

  test.each(PLACES)('is replaced when it is saved, and keeps its state: %s', async (place) => {
    const project = projects[place.startsWith('base') ? 0 : 1]
    const { page, complaints } = await open(`dev ${place}`)
    const button = page.locator('astro-island:not([ssr]) button')
    await button.click()
    await button.getByText('old 6').waitFor()
    await project?.edit('src/Counter.jsx', 'old {', 'new {')
    await button.getByText('new 6').waitFor()
    await project?.edit('src/Counter.jsx', 'new {', 'old {')
    await button.getByText('old 6').waitFor()
    expect(complaints).toEqual([])
    await page.close()
  })
})

const [MAP = '', SERVER = ''] = splitConfig()

/** The configuration of the documentation: what stands before the block `server`, and the block. */
function splitConfig(): string[] {
  const text = readFileSync(join(ROOT, 'docs/deploying.md'), 'utf8')
  const block = blocksOf(text).find(({ code }) => code.includes('location /app/'))
  return (block?.code ?? '').split(/^(?=server \{)/m)
}

function serverBlock({ port, target, cuts }: { port: number; target: number; cuts: boolean }) {
  return SERVER.replace('listen 80;', `listen 127.0.0.1:${port};`).replace(
    'http://127.0.0.1:3000;',
    `http://127.0.0.1:${target}${cuts ? '/' : ''};`,
  )
}
