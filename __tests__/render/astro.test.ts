import { describe, expect, test } from '@jest/globals'
import { renderSource, renderToText } from '../support/render-source.ts'

const request = {
  headers: { cookie: 'a=1; b=%C3%A9; c=', 'user-agent': '<curl>' },
  params: { id: 'a/b' },
  locals: { user: 'Ada' } as App.Locals,
}

const reads: [expression: string, printed: string][] = [
  [`Astro.request.headers.get('cookie')`, 'a=1; b=%C3%A9; c='],
  [`Astro.request.headers.get('user-agent')`, '&lt;curl&gt;'],
  ['Astro.request.method', 'GET'],
  ['Astro.url.pathname', '/test'],
  ['Astro.params.id', 'a/b'],
  ['Astro.locals.user', 'Ada'],
  ['Astro.clientAddress', '127.0.0.1'],
  ['Astro.routePattern', '/test'],
  ['String(Astro.site)', 'undefined'],
  ['Astro.generator', 'ssr-pages'],
  ['JSON.stringify(Astro.props)', '{}'],
  [`Astro.cookies.get('b').value`, 'é'],
  [`Astro.cookies.get('a').number() + 1`, '2'],
  [`String(Astro.cookies.get('c'))`, 'undefined'],
  [`String(Astro.cookies.has('nope'))`, 'false'],
  [`String(Astro.cookies.has('constructor'))`, 'false'],
  [`String(Astro.cookies.has(JSON.parse('{"toString":1}')))`, 'false'],
  [`String(Astro.cookies.get(JSON.parse('{"toString":1}')))`, 'undefined'],
  [`Astro.cookies.get(JSON.parse('["b"]')).value`, 'é'],
  [`Astro.redirect(JSON.parse('{"toString":1}')).headers.get('location')`, '[object%20Object]'],
  [`(() => { const { url, redirect } = Astro; return redirect(url.pathname).status })()`, '302'],
]

describe('Astro', () => {
  test.each(reads)('%s', async (expression, printed) => {
    expect(await renderToText({ page: `<p>{${expression}}</p>`, ...request })).toBe(
      `<!DOCTYPE html><p>${printed}</p>`,
    )
  })

  test('response takes status, status text and headers from the page', async () => {
    const page = `---\nAstro.response.status = 418\nAstro.response.statusText = 'Teapot'\nAstro.response.headers.set('x-a', '1')\n---\n<p />`
    const result = await renderSource({ page })
    expect(result).toMatchObject({ status: 418, statusText: 'Teapot' })
    expect('html' in result && result.headers?.get('x-a')).toBe('1')
  })

  test('cookies set by the page reach the response, the last value of each', async () => {
    const page = `---\nAstro.cookies.set('s', 'x', { httpOnly: true, path: '/' })\nAstro.cookies.set('o', { a: 1 })\nAstro.cookies.set('s', 'y')\nAstro.cookies.delete('t', { path: '/' })\n---\n<p>{Astro.cookies.get('s').value}{Astro.cookies.get('o').json().a}</p>`
    const result = await renderSource({ page })
    expect(result.cookies).toEqual([
      's=y',
      'o=%7B%22a%22%3A1%7D',
      't=deleted; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT',
    ])
    expect('html' in result && result.html).toContain('<p>y1</p>')
  })

  test('cookies are kept when the page answers with a Response', async () => {
    const page = `---\nAstro.cookies.set('s', '1')\nreturn Astro.redirect('/b', 303)\n---\n`
    const result = await renderSource({ page })
    expect(result.cookies).toEqual(['s=1'])
    expect('response' in result && result.response.status).toBe(303)
  })

  test('a cookie cannot be set once the page is on its way', async () => {
    const page = `---\nasync function late() {\n  await new Promise((done) => setTimeout(done, 30))\n  Astro.cookies.set('s', '1')\n}\n---\n<p>a</p>{late()}`
    const result = await renderSource({ page })
    if ('response' in result || typeof result.html === 'string') throw new Error('not streamed')
    const iterator = result.html[Symbol.asyncIterator]()
    await iterator.next()
    await expect(iterator.next()).rejects.toMatchObject({ code: 'SSR_PAGES_RESPONSE_SENT' })
  })

  test('redirect keeps a path as it is, and encodes spaces and what a header cannot carry', async () => {
    const page = `---\nreturn Astro.redirect(' /a?b=c d&e=é ')\n---\n`
    const result = await renderSource({ page })
    expect('response' in result && result.response.headers.get('location')).toBe(
      '/a?b=c%20d&e=%C3%A9',
    )
  })

  test('redirect refuses a line break', async () => {
    const page = `---\nreturn Astro.redirect('/a\\r\\nset-cookie: x=1')\n---\n`
    await expect(renderSource({ page })).rejects.toThrow('invalid header value')
  })

  test('locals cannot be replaced', async () => {
    const page = '---\nAstro.locals = {}\n---\n'
    await expect(renderSource({ page })).rejects.toMatchObject({
      code: 'SSR_PAGES_READONLY_PROPERTY',
    })
  })
})
