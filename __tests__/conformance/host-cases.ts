import type { Case } from './cases.ts'

/** Cases for a server with nothing but the pages. */
export const alone: readonly Case[] = [
  {
    name: 'a page that fails is a bare status without its message',
    path: '/throws',
    status: 503,
    answer: 'Service Unavailable',
  },
  { name: 'an unknown path is a bare 404', path: '/nope', status: 404, answer: 'Not Found' },
]

/** Cases for an app with its own routes, checks, 404 and error handler. */
export const inApp: readonly Case[] = [
  {
    name: 'the route of the host stays its own',
    path: '/host',
    status: 200,
    answer: '{"host":true}',
  },
  {
    name: 'an unknown path gets the 404 of the host',
    path: '/nope',
    status: 404,
    answer: 'host 404',
  },
  {
    name: 'a page that throws reaches the error handler of the host',
    path: '/throws',
    status: 503,
    answer: 'host error Error',
  },
  {
    name: 'a handler that returns a string is an error',
    path: '/api/wrong',
    status: 500,
    answer: 'host error SSR_PAGES_ENDPOINT_RESULT_INVALID',
  },
  {
    name: 'a later route of the host sees the request as it came',
    path: '/after?a=1',
    status: 200,
    answer: '{"url":"/after?a=1","seen":null}',
  },
  {
    name: 'mounted pages match below their mount',
    path: '/docs/products/7',
    status: 200,
    answer: '<!DOCTYPE html><p>7</p>',
  },
  {
    name: 'pages in a mount within a mount match below both',
    path: '/area/inner/products/7',
    status: 200,
    answer: '<!DOCTYPE html><p>7</p>',
  },
  {
    name: 'mounted pages serve their public files',
    path: '/docs/robots.txt',
    status: 200,
    answer: 'User-agent: *\n',
  },
  { name: 'a mount ends at a segment', path: '/docsproducts/7', status: 404, answer: 'host 404' },
  {
    name: 'headers of the host stay',
    path: '/cookies',
    status: 202,
    has: {
      vary: 'Accept-Encoding',
      'set-cookie': ['host=1', 'one=1; Path=/; HttpOnly', 'two=2'],
    },
  },
  {
    name: 'a guard of the host stands in front of the pages there',
    path: '/guarded',
    status: 403,
    answer: 'host guard',
  },
  {
    name: 'a guard of the host stands in front of the pages for every method',
    path: '/guarded',
    method: 'PROPFIND',
    status: 403,
    answer: 'host guard',
  },
  {
    name: 'a guard of the host stands in front of pages mounted there',
    path: '/guarded/products/7',
    status: 403,
    answer: 'host guard',
  },
]

/** Other spellings of a path that the host protects. */
export const spellings: readonly string[] = [
  '/%67uarded/products/7',
  '//guarded/products/7',
  '/./guarded/products/7',
  '/x/../guarded/products/7',
  '/%2567uarded/products/7',
  '/GUARDED/products/7',
  '/guarded%2fproducts/7',
  '/\\guarded/products/7',
]

/** Paths that must not be readable. */
export const secrets: readonly string[] = [
  '/manifest.json',
  '/pages/manifest.json',
  '/index.mjs',
  '/_chunks/',
  '/_ignored',
  '/../pages/manifest.json',
  '/..%2fpages/manifest.json',
  '/%2e%2e/pages/manifest.json',
  '/_assets/../../pages/manifest.json',
  '/_assets/..%2f..%2fpages%2fmanifest.json',
  '/..\\pages\\manifest.json',
  '/package.json',
  '/src/pages/index.astro',
]
