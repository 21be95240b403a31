import type { Question } from '../support/client.ts'

/** A request with its expected answer, whatever server the pages are in. */
export interface Case extends Question {
  readonly name: string
  readonly status: number
  /** HTTP/2 does not have it. */
  readonly statusText?: string
  /** The whole body, or what it must match. */
  readonly answer?: string | RegExp
  /** Response headers; `undefined` for one that must be missing. */
  readonly has?: Readonly<Record<string, string | readonly string[] | RegExp | undefined>>
}

const HTML = 'text/html; charset=utf-8'

/** Headers of a form without files. */
export const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

/** Cases of pages. */
export const pages: readonly Case[] = [
  {
    name: 'a page is HTML with its own length',
    path: '/products/7',
    status: 200,
    answer: '<!DOCTYPE html><p>7</p>',
    has: { 'content-type': HTML, 'content-length': '23', 'transfer-encoding': undefined },
  },
  {
    name: 'a page reads the headers of the request',
    path: '/',
    headers: { cookie: 'a=<b>' },
    status: 200,
    answer: /<h1>a=&lt;b&gt;<\/h1>/,
  },
  {
    name: 'a layout prints its slots, styles in the head and scripts as modules',
    path: '/',
    status: 200,
    answer:
      /<title>Home<\/title>\s*<meta name="description" content="a page">\s*(<link rel="stylesheet" href="\/_assets\/[\w.-]+\.css">)+<\/head>.*<nav class="menu astro-\w+">.*<script type="module" src="\/_assets\/[\w.-]+\.js"><\/script>/s,
  },
  {
    name: 'a param is decoded once',
    path: '/products/a%2Fb%2520c',
    status: 200,
    answer: '<!DOCTYPE html><p>a/b%20c</p>',
  },
  {
    name: 'a rest param takes several segments',
    path: '/blog/2024/may',
    status: 200,
    answer: '<!DOCTYPE html><p>2024/may</p>',
  },
  {
    name: 'a rest param may be empty',
    path: '/blog',
    status: 200,
    answer: '<!DOCTYPE html><p>undefined</p>',
  },
  {
    name: 'a query does not change the route',
    path: '/products/7?a=/b',
    status: 200,
    answer: '<!DOCTYPE html><p>7</p>',
  },
  {
    name: 'Astro.redirect is a 302',
    path: '/redirect',
    status: 302,
    answer: '',
    has: { location: '/login' },
  },
  {
    name: 'Astro.redirect takes a status',
    path: '/see-other',
    status: 303,
    has: { location: '/login?from=see%20other' },
  },
  {
    name: 'the status text of a Response reaches the client',
    path: '/missing',
    status: 404,
    statusText: 'Not found',
    answer: '',
  },
  { name: 'locals come from the host', path: '/locals', status: 200, answer: /<p>Ada<\/p>/ },
  { name: 'a page awaits fetch', path: '/upstream', status: 200, answer: /<p>noon<\/p>/ },
  {
    name: 'a page with a slow part arrives whole',
    path: '/slow',
    status: 200,
    answer: /<p>beginning<\/p>\s*<p>end<\/p>/,
    has: { 'transfer-encoding': 'chunked', 'content-length': undefined },
  },
  {
    name: 'a page reads a form',
    path: '/form',
    method: 'POST',
    headers: FORM,
    body: 'name=Ada+%3Cb%3E',
    status: 200,
    answer: /<p>Ada &lt;b&gt;<\/p>/,
  },
  {
    name: 'a page sets cookies, a status and headers',
    path: '/cookies',
    status: 202,
    has: { 'set-cookie': /one=1; Path=\/; HttpOnly.*two=2/s, 'cache-control': 'no-store' },
  },
  {
    name: 'an .html page is what it was',
    path: '/hello',
    status: 200,
    answer: /^<!doctype html>\s*<title>Plain<\/title>\s*<p>\{not an expression\}<\/p>\s*$/,
    has: { 'content-type': HTML },
  },
  {
    name: 'HEAD has the headers of GET and no body',
    path: '/products/7',
    method: 'HEAD',
    status: 200,
    answer: '',
    has: { 'content-type': HTML, 'content-length': '23' },
  },
  {
    name: 'a public file is served as it is',
    path: '/robots.txt',
    status: 200,
    answer: 'User-agent: *\n',
    has: { 'content-type': /^text\/plain/, 'cache-control': 'public, max-age=0' },
  },
]

/** Cases of API routes. */
export const endpoints: readonly Case[] = [
  {
    name: 'get({ id }) takes the params',
    path: '/api/products/1',
    status: 200,
    answer: '{"id":"1","name":"Chair"}',
    has: { 'content-type': 'application/json' },
  },
  {
    name: 'get({ id }) answers its own 404',
    path: '/api/products/999',
    status: 404,
    answer: '{"error":"unknown product"}',
  },
  {
    name: 'GET(context) reads params, request, url, cookies and locals',
    path: '/api/context',
    headers: { cookie: 'a=1' },
    status: 200,
    answer: '{"params":{},"method":"GET","path":"/api/context","user":"Ada","cookie":"1"}',
    has: { 'set-cookie': /seen=1/ },
  },
  {
    name: 'context.redirect redirects',
    path: '/api/context?go',
    status: 302,
    has: { location: '/login' },
  },
  {
    name: 'HEAD falls back to GET',
    path: '/api/products/1',
    method: 'HEAD',
    status: 200,
    answer: '',
    has: { 'content-type': 'application/json' },
  },
  ...['POST', 'PUT', 'PATCH', 'DELETE'].map((method) => ({
    name: `${method} reaches its handler with its body`,
    path: '/api/methods',
    method,
    body: 'hello',
    status: 201,
    statusText: 'Made',
    answer: `${method} hello`,
  })),
  {
    name: 'JSON reaches its handler as it was sent',
    path: '/api/methods',
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"a":"é"}',
    status: 201,
    answer: 'POST {"a":"é"}',
  },
  {
    name: 'a method without a handler is told which there are',
    path: '/api/methods',
    status: 405,
    has: { allow: /^(?=.*POST)(?=.*PUT)(?=.*PATCH)(?=.*DELETE)/ },
  },
  ...['GET', 'PUT', 'PROPFIND'].map((method) => ({
    name: `ALL answers ${method}`,
    path: '/api/all',
    method,
    status: 200,
    answer: method,
  })),
  {
    name: 'an object with a body has the type of its extension',
    path: '/api/note.txt',
    status: 200,
    answer: 'a note',
    has: { 'content-type': 'text/plain;charset=utf-8' },
  },
  {
    name: 'an object with a body has its status and headers',
    path: '/api/data.json',
    status: 203,
    answer: '{"a":1}',
    has: { 'content-type': 'application/json;charset=utf-8', 'x-a': '1' },
  },
  {
    name: 'all() answers POST',
    path: '/api/lower-all',
    method: 'POST',
    status: 200,
    answer: 'POST',
  },
  { name: 'a stream arrives whole', path: '/api/stream', status: 200, answer: 'abc' },
]
