import { createServer } from 'node:http'
import { expect, test } from '@jest/globals'
import express, { type RequestHandler } from 'express'
import express4, { type RequestHandler as RequestHandler4 } from 'express4'
import { type SsrPages, ssrPages } from '../src/index.ts'
import { ROOT } from './conformance/start.ts'

// What is checked here is checked by `tsc`: a middleware that fits nowhere does not compile.
test('the middleware fits Express 5, Express 4 and http, and has three parameters', () => {
  const pages: SsrPages = ssrPages({ dir: `${ROOT}/__tests__/fixtures/plain` })
  const in5: RequestHandler = pages
  const in4: RequestHandler4 = pages
  express().use(pages).use('/docs', in5)
  express4().use(pages).use('/docs', in4)
  createServer(pages)
  express.Router().use(pages)
  expect([pages.length, pages.name]).toEqual([3, 'ssrPagesMiddleware'])
})
