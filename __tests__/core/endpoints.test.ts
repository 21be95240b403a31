import { afterAll, describe, expect, test } from '@jest/globals'
import supertest from 'supertest'
import { type Files, createApp, createSite, removeSites } from '../support/site.ts'

const FILES: Files = {
  'upload.mjs': `export const POST = async ({ request }) => {
    const form = await request.formData()
    const file = form.get('file')
    return Response.json([form.get('name'), file.name, file.type, [...new Uint8Array(await file.arrayBuffer())]])
  }`,
  'bytes.mjs':
    'export const POST = async ({ request }) => new Response(await request.arrayBuffer())',
  'cookies.mjs': `export const GET = ({ cookies }) => {
    cookies.set('b', '2')
    return new Response(null, { headers: [['set-cookie', 'a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT'], ['set-cookie', 'c=3']] })
  }`,
  'no-function.mjs': 'export const GET = "text"\nexport const POST = () => new Response("posted")',
  'untyped.mjs': 'export const GET = () => new Response(new Uint8Array([1]))',
  'text.mjs': 'export const GET = () => new Response("text")',
  'head.mjs':
    'export const HEAD = () => new Response(null, { headers: { "x-head": "own" } })\nexport const GET = () => new Response("got")',
  'all.mjs':
    'export const ALL = ({ request }) => new Response(request.method)\nexport const PUT = () => new Response("own PUT")',
  'feeds/[...slug].json.mjs':
    'export const GET = ({ params }) => Response.json(params.slug ?? null)',
  'teapot.mjs':
    'export const GET = () => new Response(null, { status: 418, statusText: "Short and stout" })',
  'rejects.mjs':
    'export const GET = async () => { throw Object.assign(new Error("busy"), { status: 503 }) }',
  'late-cookie.mjs': `export const GET = (context) => {
    const pull = (controller) => {
      try { context.cookies.set('late', '1') } catch (error) { controller.enqueue(new TextEncoder().encode(error.code)) }
      controller.close()
    }
    return new Response(new ReadableStream({ pull }, { highWaterMark: 0 }), { headers: { 'content-type': 'text/plain' } })
  }`,
  'data.mjs': `const answer = async ({ request }) => request.json()
export { answer as POST, answer as put }`,
  'throws-data.mjs': 'export const POST = async ({ request }) => { throw await request.json() }',
  'nothing.mjs': 'export const GET = () => {}',
}

afterAll(removeSites)

const app = () => createApp(createSite(FILES))

describe('an API route', () => {
  test('reads a form with a file, byte by byte', async () => {
    const file = Buffer.from([0, 13, 10, 128, 255])
    const { body } = await supertest(app())
      .post('/upload')
      .field('name', 'Ada')
      .attach('file', file, { filename: 'a.bin', contentType: 'application/x-a' })
    expect(body).toEqual(['Ada', 'a.bin', 'application/x-a', [...file]])
  })

  test('answers with exactly the bytes it was sent', async () => {
    const sent = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
    const { body } = await supertest(app())
      .post('/bytes')
      .type('application/x-a')
      .send(sent)
      .buffer(true)
      .parse((res, done) => {
        const chunks: Buffer[] = []
        res.on('data', (chunk: Buffer) => chunks.push(chunk))
        res.on('end', () => done(null, Buffer.concat(chunks)))
      })
    expect(body).toEqual(sent)
  })

  test('that streams gets an error for a late cookie instead of losing it', async () => {
    await supertest(app()).get('/late-cookie').expect(200, 'SSR_PAGES_RESPONSE_SENT')
  })

  test('has the cookies of its Response before those it set, each in its own header', async () => {
    const { headers } = await supertest(app()).get('/cookies')
    expect(headers['set-cookie']).toEqual([
      'a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT',
      'c=3',
      'b=2',
    ])
  })

  test.each([
    [
      'an export that is not a function does not handle requests',
      'get',
      '/no-function',
      405,
      { allow: 'POST' },
    ],
    [
      'bytes have no type unless they are given one',
      'get',
      '/untyped',
      200,
      { 'content-type': undefined },
    ],
    [
      'text has the type that Response gives it',
      'get',
      '/text',
      200,
      { 'content-type': 'text/plain;charset=UTF-8' },
    ],
    ['HEAD has a handler of its own where there is one', 'head', '/head', 200, { 'x-head': 'own' }],
    [
      'the file name ends with the extension of the answer',
      'get',
      '/feeds/a/b.json',
      200,
      { 'content-type': 'application/json' },
    ],
    ['a status of any kind is sent', 'get', '/teapot', 418, {}],
    ['a handler that rejects reaches the error handler of the host', 'get', '/rejects', 503, {}],
    ['a handler that returns nothing is an error', 'get', '/nothing', 500, {}],
  ] as const)('%s', async (_, method, path, status, headers) => {
    const response = await supertest(app())[method](path)
    expect(response.status).toBe(status)
    for (const [name, value] of Object.entries(headers)) expect(response.headers[name]).toBe(value)
  })

  test.each([
    {
      body: '<script>',
      status: 201,
      headers: { 'set-cookie': 'a=b', 'content-type': 'text/html' },
    },
    { body: 'a comment' },
    { status: 200, headers: {}, body: 'x', arrayBuffer: 1 },
  ])('that returns data has not returned a response: %j', async (data) => {
    await supertest(app())
      .post('/data')
      .send(data)
      .expect(500, 'host error SSR_PAGES_ENDPOINT_RESULT_INVALID')
  })

  test.each([{ status: 404, headers: { 'set-cookie': 'a=b' } }, [1]].map((data) => [data]))(
    'that throws data has not said a status: %j',
    async (data) => {
      await supertest(app())
        .post('/throws-data')
        .send(data)
        .expect(500, 'host error SSR_PAGES_THROWN_VALUE')
      const pages = createSite({ ...FILES, '500.mjs': 'export default () => html`failed`' })
      const response = await pages
        .fetch(
          new Request('http://localhost/throws-data', {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(data),
          }),
        )
        .catch((error: unknown) => error)
      expect(response).toEqual(data)
    },
  )

  test('prefers the handler of the method to ALL', async () => {
    await supertest(app()).put('/all').expect(200, 'own PUT')
    await supertest(app()).patch('/all').expect(200, 'PATCH')
  })
})
