import { createHash, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createSecureServer, type Http2SecureServer } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { ssrPages } from '../../src/index.ts'
import { browserPath, openPage, startBrowser } from '../support/browser.ts'
import { createProject, linkOwnPackage } from '../support/project.ts'
import { ROOT } from '../support/root.ts'
import { buildWarm } from '../support/warm-cli.ts'

const TLS = join(ROOT, '__tests__/fixtures/tls')
const tls = { key: readFileSync(join(TLS, 'key.pem')), cert: readFileSync(join(TLS, 'cert.pem')) }
// Chromium keeps nothing of a server whose certificate it does not trust.
const { publicKey } = new X509Certificate(tls.cert)
const hash = createHash('sha256').update(publicKey.export({ type: 'spki', format: 'der' }))
const TRUST = `--ignore-certificate-errors-spki-list=${hash.digest('base64')}`

const FILES = {
  'src/pages/index.astro': `---
await new Promise((resolve) => setTimeout(resolve, 200))
---
<html lang="en"><head><title>slow</title></head><body><h1>slow</h1>
<script>document.title = 'ran'</script></body></html>
<style>h1 { color: rgb(0, 128, 0) }</style>
`,
}

const describeInBrowser = browserPath === undefined ? describe.skip : describe

describeInBrowser('early hints in Chromium, over HTTP/2', () => {
  let browser: Browser
  let dir: string
  beforeAll(async () => {
    const root = createProject(FILES)
    linkOwnPackage(root)
    await buildWarm(root)
    dir = join(root, 'dist/pages')
    browser = await startBrowser([TRUST])
  })
  afterAll(() => browser?.close())

  test.each([
    ['are used', "default-src 'self'", true],
    ['are used beside a policy with nonces', "script-src 'nonce-n1'; style-src 'nonce-n1'", true],
    ['are absent without the option', "default-src 'self'", false],
  ])('%s', async (_, policy, earlyHints) => {
    const server = await serve(dir, policy, earlyHints)
    const { page, complaints } = await openPage(browser)
    await page.goto(`https://localhost:${(server.address() as AddressInfo).port}/`)
    await page.waitForFunction(() => document.title === 'ran')
    const loaded = await page.evaluate(() => ({
      initiators: performance
        .getEntriesByType('resource')
        .filter(({ name }) => /\.(?:css|js)$/.test(name))
        .map((entry) => (entry as PerformanceResourceTiming).initiatorType),
      color: getComputedStyle(document.querySelector('h1') as Element).color,
    }))
    await page.close()
    server.close()
    const initiators = earlyHints ? ['early-hints', 'early-hints'] : ['link', 'script']
    expect(loaded).toEqual({ initiators, color: 'rgb(0, 128, 0)' })
    expect(complaints).toEqual([])
  })
})

async function serve(dir: string, policy: string, earlyHints: boolean): Promise<Http2SecureServer> {
  const pages = ssrPages({ dir, earlyHints, locals: () => ({ cspNonce: 'n1' }) })
  const server = createSecureServer(tls, (req, res) => {
    res.setHeader('content-security-policy', policy)
    if (req.url === '/favicon.ico') res.writeHead(204).end()
    else pages(req, res)
  })
  await new Promise<void>((resolve) => void server.listen(0, resolve))
  return server
}
