import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { browserPath, openPage, startBrowser, visit } from '../support/browser.ts'
import { type Server, startServer } from '../support/servers.ts'
import { until } from '../support/until.ts'
import { page as pageOf } from './island-site.ts'
import { type Project, createProject } from './project.ts'

const describeInBrowser = browserPath === undefined ? describe.skip : describe

const FILES = {
  'ssr-pages.config.mjs': `import react from '@astrojs/react'
import svelte from '@astrojs/svelte'
import vue from '@astrojs/vue'
export default { integrations: [react(), vue(), svelte()] }
`,
  'src/Server.jsx': `export default function Server({ user }) {
  return <p>{user.name}</p>
}
`,
  'src/Server.vue': `<script setup>
defineProps({ user: Object })
</script>
<template>
  <p>{{ user.name }}</p>
</template>
`,
  'src/Server.svelte': `<script>
  let { user } = $props()
</script>

<p>{user.name}</p>
`,
  'src/Browser.jsx': `export default function Browser() {
  if (typeof window === 'object') {
    throw new RangeError('only in the browser')
  }
  return <p>printed</p>
}
`,
  'src/Late.svelte': `<script>
  const run = () => {
    throw new RangeError('a click too much')
  }
</script>
<button onclick={run}>click</button>
`,
  'src/Where.jsx':
    "export default () => <p>{typeof window === 'object' ? 'browser' : 'server'}</p>\n",
  'src/Where.vue': `<script setup>
const where = typeof window === 'object' ? 'browser' : 'server'
</script>
<template><p>{{ where }}</p></template>
`,
  'src/Where.svelte': `<script>
const where = typeof window === 'object' ? 'browser' : 'server'
</script>
<p>{@html where}</p>
`,
  ...componentFiles('jsx', 'export default function Plain() {\n  return <p>plain</p>\n}\n'),
  ...componentFiles(
    'vue',
    '<script setup>\nconst text = "plain"\n</script>\n<template><p>{{ text }}</p></template>\n',
  ),
  ...componentFiles('svelte', '<script>\n  const text = "plain"\n</script>\n<p>{text}</p>\n'),
  ...pages({
    'server-jsx': ['Server.jsx', ''],
    'server-vue': ['Server.vue', ''],
    'server-svelte': ['Server.svelte', 'client:load'],
    browser: ['Browser.jsx', 'client:load'],
    late: ['Late.svelte', 'client:load'],
    'where-jsx': ['Where.jsx', 'client:load'],
    'where-vue': ['Where.vue', 'client:load'],
    'where-svelte': ['Where.svelte', 'client:load'],
    'plain-jsx': ['Plain.jsx', 'client:load'],
    'plain-vue': ['Plain.vue', 'client:load'],
    'plain-svelte': ['Plain.svelte', 'client:load'],
    'only-jsx': ['Only.jsx', 'client:only="react"'],
    'only-vue': ['Only.vue', 'client:only="vue"'],
    'only-svelte': ['Only.svelte', 'client:only="svelte"'],
  }),
}

function componentFiles(extension: string, text: string): Record<string, string> {
  return { [`src/Plain.${extension}`]: text, [`src/Only.${extension}`]: text }
}

function pages(of: Record<string, readonly [file: string, directive: string]>) {
  return Object.fromEntries(
    Object.entries(of).map(([name, [file, directive]]) => [
      `src/pages/${name}.astro`,
      pageOf(`import Component from '../${file}'`, `<h1>Page</h1><Component ${directive} />`),
    ]),
  )
}

describeInBrowser('an error of an island in development', () => {
  let project: Project
  let server: Server
  let browser: Browser

  beforeAll(async () => {
    project = await createProject(FILES)
    server = await startServer('dev-islands.mjs', project.root, 'plain')
    browser = await startBrowser()
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await project?.remove()
  })

  test.each([
    ['server-jsx', 'src/Server.jsx:2:', '  return <p>{user.name}</p>'],
    ['server-vue', /^src\/Server\.vue:/, undefined],
    ['server-svelte', 'src/Server.svelte:5:', '<p>{user.name}</p>'],
  ])('on the server is shown with the place in the component: %s', async (name, place, line) => {
    const { page } = await open(name)
    await showsProblem(page, /reading 'name'/, place, line)
    await page.close()
  })

  test('while it hydrates is shown with its place, in the page and in the terminal', async () => {
    const { page } = await open('browser')
    await showsProblem(
      page,
      'only in the browser',
      'src/Browser.jsx:3:',
      "    throw new RangeError('only in the browser')",
    )
    await until(() =>
      /RangeError: only in the browser[^]*src\/Browser\.jsx:3:/.test(server.output()),
    )
    // A save replaces the component, and the problem goes.
    await project.edit('src/Browser.jsx', "typeof window === 'object'", 'false')
    await page.locator('ssr-pages-problem').waitFor({ state: 'detached' })
    await page.close()
  })

  test('after it has hydrated is shown with its place', async () => {
    const { page } = await open('late')
    await page.locator('astro-island:not([ssr])').waitFor()
    await page.getByRole('button', { name: 'click' }).click()
    await showsProblem(
      page,
      'a click too much',
      'src/Late.svelte:3:',
      "    throw new RangeError('a click too much')",
    )
    await page.close()
  })

  test.each([
    ['jsx', /[Hh]ydrat/],
    ['vue', /Hydration/],
    ['svelte', /hydration_html_changed/],
  ])(
    'that makes the browser print something else than the server is in the console: %s',
    async (kind, text) => {
      const { page, complaints } = await open(`where-${kind}`)
      await page.locator('astro-island:not([ssr])').waitFor()
      await until(() => complaints.some((complaint) => text.test(complaint)))
      await page.close()
    },
  )

  test.each([
    ['jsx', 'plain', '<p>plain', '<p>{plain', 2],
    ['vue', 'plain', 'const text =', 'const text = =', 2],
    ['svelte', 'plain', 'const text =', 'const text = =', 2],
    ['jsx', 'only', '<p>plain', '<p>{plain', 2],
    ['vue', 'only', 'const text =', 'const text = =', 2],
    ['svelte', 'only', 'const text =', 'const text = =', 2],
  ])(
    'of syntax in a .%s file of an island that is %s is shown with its place',
    async (extension, kind, right, wrong, line) => {
      const file = `src/${kind === 'only' ? 'Only' : 'Plain'}.${extension}`
      const { page } = await open(`${kind}-${extension}`)
      await page.locator('astro-island:not([ssr])').getByText('plain').waitFor()
      await project.edit(file, right, wrong)
      await showsProblem(page, /./, `${file}:${line}:`)
      // A page that is opened now shows it as well.
      const { page: fresh } = await open(`${kind}-${extension}`)
      await showsProblem(fresh, /./, `${file}:${line}:`)
      await project.edit(file, wrong, right)
      for (const one of [page, fresh]) {
        await one.locator('ssr-pages-problem').waitFor({ state: 'detached' })
        await one.locator('astro-island:not([ssr])').getByText('plain').waitFor()
        await one.close()
      }
    },
  )

  async function open(name: string): Promise<{ page: Page; complaints: string[] }> {
    const { page, complaints } = await openPage(browser)
    page.setDefaultTimeout(50_000)
    await visit(page, `http://localhost:${server.port}/${name}`)
    return { page, complaints }
  }

  async function showsProblem(
    page: Page,
    message: RegExp | string,
    place: RegExp | string,
    line?: string,
  ): Promise<void> {
    const overlay = page.locator('ssr-pages-problem')
    await overlay.locator('.message').getByText(message).waitFor()
    const shown = (await overlay.locator('.place').textContent()) ?? ''
    if (place instanceof RegExp) expect(shown).toMatch(place)
    else expect(shown.startsWith(place) ? place : shown).toBe(place)
    if (line === undefined) return
    const frame = (await overlay.locator('.frame').textContent()) ?? ''
    expect(/^> +\d+ \| (.*)$/m.exec(frame)?.[1]).toBe(line)
  }
})
