import { expect, test } from '@jest/globals'
import { browserPath, startBrowser, visit } from '../support/browser.ts'
import { startWatchedServer } from '../support/servers.ts'
import { findPort } from '../support/free-port.ts'
import { copyShop } from './project.ts'

const testInBrowser = browserPath === undefined ? test.skip : test

testInBrowser('an open page follows a server that node --watch starts again', async () => {
  const project = await copyShop()
  const port = await findPort()
  const server = await startWatchedServer('dev.mjs', project.root, 'http', String(port))
  const browser = await startBrowser()
  try {
    const page = await browser.newPage()
    page.setDefaultTimeout(30_000)
    await visit(page, `http://localhost:${port}/`)
    for (const change of ['one', 'another']) {
      await page.evaluate(() => Reflect.set(globalThis, 'mark', 'kept'))
      await project.write('app.js', `${await project.read('app.js')}// ${change}\n`)
      await page.waitForFunction(() => Reflect.get(globalThis, 'mark') === undefined)
      await page.getByRole('searchbox').waitFor()
    }
    expect(server.troubles()).toEqual([])
  } finally {
    await browser.close()
    await server.stop()
    await project.remove()
  }
})
