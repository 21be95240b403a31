import middie from '@fastify/middie'
import connect from 'connect'
import { createServer } from 'node:http'
import { createSecureServer, createServer as createHttp2Server } from 'node:http2'
import { createServer as createHttpsServer } from 'node:https'
import { expect, test } from '@jest/globals'
import express, { type RequestHandler } from 'express'
import express4, { type RequestHandler as RequestHandler4 } from 'express4'
import fastify from 'fastify'
import { type Context, type SsrPages, ssrPages } from '../../src/index.ts'
import { ROOT } from '../support/root.ts'

// `tsc` does the checking: a middleware that does not fit a host would not compile.
test('the middleware fits every host, and has three parameters', async () => {
  const pages: SsrPages = ssrPages({ dir: `${ROOT}/__tests__/fixtures/plain` })
  const in5: RequestHandler = pages
  const in4: RequestHandler4 = pages
  express().use(pages).use('/docs', in5)
  express4().use(pages).use('/docs', in4)
  connect().use(pages).use('/docs', pages)
  createServer(pages)
  createHttpsServer(pages)
  createHttp2Server(pages)
  createSecureServer({ allowHTTP1: true }, pages)
  const app = fastify()
  await app.register(middie)
  app.use(pages).use('/docs', pages)
  express.Router().use(pages)
  expect([pages.length, pages.name]).toEqual([3, 'ssrPagesMiddleware'])
})

declare global {
  namespace App {
    interface SessionData {
      visitsInTypesTest: number
    }
  }
}

test('the session type that a project declares applies in its pages', async () => {
  async function count({ session }: Context): Promise<number | undefined> {
    session?.set('visitsInTypesTest', ((await session.get('visitsInTypesTest')) ?? 0) + 1)
    // @ts-expect-error -- the project says that it is a number
    session?.set('visitsInTypesTest', 'many')
    session?.set('anything else', 'many')
    return session?.get('visitsInTypesTest')
  }
  expect(await count({} as Context)).toBeUndefined()
})
