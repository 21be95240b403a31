import { type Attack, NOT_FOUND, get, post } from './attack.ts'

const MARKUP = '%22%3E%3Cscript%3Ealert(1)%3C/script%3E'

/** Attacks on the content of a page by its request alone. */
export const pages: readonly Attack[] = [
  {
    id: 'CVE-2025-64764',
    what: 'no address prints markup that stands in the URL',
    request: [
      `/_server-islands/X?e=default&p=&s={%22x%22:${MARKUP}}`,
      '/_server-islands/',
      '/__nuxt_island/X?props={}',
      '/_island/toString',
    ].flatMap((path) => [get(path), get(`/app${path}`)]),
    safe: {
      status: 404,
      body: /^(?:host 404$|<!DOCTYPE html><p title="[^"<>]*">Nothing at [^<>]*<\/p>$)/,
    },
  },
  {
    id: 'CVE-2025-64745',
    what: 'the 404 page shows a path as text',
    request: [get(`/app/${MARKUP}`), get('/app//x"><script>alert(1)</script>')],
    safe: { status: 404, body: /^<!DOCTYPE html><p title="[^"<>]*">Nothing at [^<>]*<\/p>$/ },
  },
  {
    id: 'CVE-2025-64745, a query',
    what: 'a page shows a query as text',
    request: [get(`/text?x=${MARKUP}`), get('/text?x="><script>alert(1)</script>')],
    safe: { status: 200, body: /^<!DOCTYPE html><p title="[^"<>]*">[^<>]*<\/p>$/ },
  },
  {
    id: 'error-message',
    what: 'the message of an error is shown to nobody by us',
    request: [get('/boom'), get('/app/boom')],
    safe: { status: 500, body: 'host error Error' },
  },
  {
    id: 'CVE-2014-6393',
    what: 'every page names its encoding',
    request: [get('/'), get('/app/nope'), get('/admin', 'Authorization: x')],
    safe: { status: [200, 404], headers: { 'content-type': 'text/html; charset=utf-8' } },
  },
  {
    id: 'CVE-2024-47885',
    what: 'a page has no script of ours that other markup could confuse',
    request: [get('/text?x=scripts'), get('/app/nope')],
    safe: { status: [200, 404], body: /^(?!.*<script)/s },
  },
  ...(
    [
      ['CVE-2025-27415', get('/?/_payload.json')],
      ['CVE-2025-43864', get('/', 'X-React-Router-SPA-Mode: yes')],
      ['CVE-2025-43865', get('/', 'X-React-Router-Prerender-Data: [{"x":1}]')],
      ['CVE-2026-44572', get('/', 'RSC: 1', 'Next-Router-Prefetch: 1')],
      ['CVE-2026-44576', get('/?_rsc=1', 'RSC: 1')],
      ['CVE-2025-49826', get('/', 'Accept: application/json', 'Next-Url: /x')],
      ['CVE-2026-42342', get('/?p=/a&p=/b&paths=/a,/b', 'X-Remix-Reload: 1')],
    ] as const
  ).map(([id, request]) => ({
    id,
    what: 'no header and no suffix turns a page into something else that caches could mix up',
    request,
    safe: {
      status: 200,
      body: '<!DOCTYPE html><p>here</p>',
      headers: { 'content-type': 'text/html; charset=utf-8' },
    },
  })),
  {
    id: 'CVE-2026-44457',
    what: 'a page is not kept by caches unless it says so',
    request: [get('/'), get('/cookies'), get('/echo')],
    safe: { status: 200, headers: { 'cache-control': undefined, etag: undefined } },
  },
  {
    id: 'CVE-2026-39371',
    what: 'a handler for POST cannot be reached by GET',
    request: [get('/api/json'), get('/api/json', 'X-HTTP-Method-Override: POST')],
    safe: { status: 405, headers: { allow: 'POST' } },
  },
  {
    id: 'method-names',
    what: 'a function that an API route exports is no handler because a method has its name',
    request: ['SEARCH', 'COPY', 'LINK', 'SOURCE'].map((method) =>
      get('/api/lower').replace('GET', method),
    ),
    safe: { status: 405, headers: { allow: 'GET, HEAD' } },
  },
  {
    id: 'inherited-actions',
    what: 'a query that names an inherited function calls nothing',
    request: ['/form?/constructor', '/form?/toString', '/?_action=__proto__'].map((path) =>
      get(path),
    ),
    safe: { status: 200, body: /^<!DOCTYPE html><p>/ },
  },
  {
    id: 'CVE-2026-29772',
    what: 'a body that no page wants is not read',
    request: [
      post('/_server-islands/none', '[{},{},{}]', 'Content-Type: application/json'),
      post('/_actions/none', '{}', 'Content-Type: application/json'),
    ],
    safe: NOT_FOUND,
  },
]
