import { createHash } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import express from 'express'
import supertest from 'supertest'
import { ssrPages } from '../../src/index.ts'
import { parsePolicies } from '../../src/policy/policy.ts'
import { createProjectInRepository } from '../support/project.ts'
import { buildWarm } from '../support/warm-cli.ts'

const INLINED = `<script define:vars={{ count: 1 }}>console.log(count)</script>
<p transition:name="moved">moved</p>
<style>p { color: red }</style>
<script>console.log('processed')</script>`

const FILES = {
  'ssr-pages.config.js': `const inject = ({ injectScript }) => injectScript('head-inline', 'let injected = 1\\r\\n')
export default {
  output: 'static',
  security: { csp: { algorithm: 'SHA-384', directives: ["img-src 'self'", "frame-ancestors 'none'"] } },
  integrations: [{ name: 'inject', hooks: { 'astro:config:setup': inject } }],
  vite: { build: { assetsInlineLimit: 1024 } },
}`,
  'src/pages/index.astro': `---
Astro.csp?.insertDirective('font-src https://fonts.example')
const fromCms = '<script>fromCms()</script>'
---
<html><head><meta charset="utf-8" /><title>a</title></head><body>
${INLINED}
<script is:inline type="application/ld+json" set:html={'{}'} />
<div set:html={fromCms} /><button onclick="run()" style="color: red">b</button>
</body></html>`,
  'src/pages/allowed.astro': `---
Astro.csp?.insertScriptHash('${hash('sha256', 'own()')}')
---
<html><head><title>a</title></head><body><script is:inline>own()</script></body></html>`,
  'src/pages/part.astro': `---
export const partial = true
---
<p>part</p>`,
  'src/pages/404.astro': `<html><head><title>404</title></head><body>${INLINED}</body></html>`,
  'src/pages/live.astro': `---
export const prerender = false
---
<p>live</p>`,
}

let root: string
let printed: string

beforeAll(async () => {
  root = createProjectInRepository(FILES)
  printed = (await buildWarm(root)).stderr
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('the policy of a prerendered page', () => {
  test('allows by their hashes all scripts and styles that the page prints, and no others', async () => {
    const html = readBuilt('index.html')
    const policy = await readPolicy('/')
    const scripts = [...html.matchAll(/<script(?! src)(?:(?! type="app)[^>])*>([^<]+)</g)]
    const own = scripts.map(([, text = '']) => text).filter((text) => text !== 'fromCms()')
    expect(own).toHaveLength(3)
    expect(policy.get('script-src')).toEqual([
      "'self'",
      ...own.map((text) => `'${hash('sha384', text.replaceAll('\r\n', '\n'))}'`),
    ])
    const styles = [...html.matchAll(/<style[^>]*>([^<]+)</g)].map(([, text = '']) => text)
    expect(styles.length).toBeGreaterThan(0)
    expect(policy.get('style-src')).toEqual([
      "'self'",
      ...styles.map((text) => `'${hash('sha384', text)}'`),
    ])
  })

  test('has what the configuration and the page add', async () => {
    const policy = await readPolicy('/')
    expect(policy.get('img-src')).toEqual(["'self'"])
    expect(policy.get('font-src')).toEqual(['https://fonts.example'])
    expect(policy.get('frame-ancestors')).toEqual(["'none'"])
  })

  test('stands in the file, too, for hosts that send no headers, without what browsers ignore there', async () => {
    const [, meta = ''] = META.exec(readBuilt('index.html')) ?? []
    const inFile = parsePolicies(meta.replaceAll('&#39;', "'"))[0]
    const sent = await readPolicy('/')
    sent.delete('frame-ancestors')
    expect(inFile).toEqual(sent)
  })

  test('stands behind the charset, which must be among the first bytes, and in front of all else', () => {
    expect(readBuilt('index.html')).toMatch(
      /^<!DOCTYPE html><html[^>]*><head><meta charset="utf-8"><meta http-equiv="content-security-policy"/,
    )
    expect(readBuilt('allowed/index.html')).toMatch(/<head><meta http-equiv="content-security-pol/)
  })

  test('does not stand in a fragment, which is shown in another page', () => {
    expect(readBuilt('part/index.html')).toBe('<p>part</p>')
  })

  test('leaves no nonce in the file', () => {
    for (const file of ['index.html', '404.html', 'allowed/index.html']) {
      expect(readBuilt(file)).not.toContain('nonce')
    }
  })

  test('joins the header of the host', async () => {
    const header = "default-src 'none'; script-src 'self'"
    const policy = await readPolicy('/allowed', header)
    expect(policy.get('script-src')?.slice(0, 2)).toEqual([
      "'self'",
      `'${hash('sha256', 'own()')}'`,
    ])
    expect(policy.get('default-src')).toEqual(["'none'"])
  })

  test('is the same when the page is asked for without a socket', async () => {
    const response = await ssrPages({ dir: join(root, 'dist/pages') }).fetch(
      new Request('http://localhost/'),
    )
    const [policy] = parsePolicies(response?.headers.get('content-security-policy') ?? '')
    expect(policy).toEqual(await readPolicy('/'))
  })

  test('is that of 404.astro for a path without a page', async () => {
    const policy = await readPolicy('/nowhere')
    expect(policy.get('script-src')).toHaveLength(4)
    expect(policy.get('script-src')?.join()).not.toContain('nonce')
  })

  test.each([
    ['a script of data', 'an inline script', `"fromCms()" ('${hash('sha384', 'fromCms()')}')`],
    ['an event handler', 'an inline event handler', '"run()"'],
    ['a style attribute', 'an inline style attribute', '"color: red"'],
  ])('that blocks %s is a warning with the file', (_, kind, seen) => {
    expect(printed).toContain(
      `src/pages/index.astro: / has ${kind} that its Content Security Policy blocks, such as ${seen}`,
    )
  })

  test('that blocks nothing is no warning', () => {
    expect(printed).not.toContain('allowed.astro')
    expect(printed).not.toContain('ld+json')
  })
})

const META = /<meta http-equiv="content-security-policy" content="([^"]*)">/

function readBuilt(file: string): string {
  return readFileSync(join(root, 'dist/client', file), 'utf8')
}

async function readPolicy(path: string, header?: string) {
  const app = express()
    .use((_req, res, next) => {
      if (header !== undefined) res.setHeader('content-security-policy', header)
      next()
    })
    .use(ssrPages({ dir: join(root, 'dist/pages'), notFound: 'render' }))
  const { headers } = await supertest(app).get(path)
  const [policy] = parsePolicies(headers['content-security-policy'] ?? '')
  return new Map(policy)
}

function hash(algorithm: string, text: string): string {
  return `${algorithm}-${createHash(algorithm).update(text).digest('base64')}`
}
