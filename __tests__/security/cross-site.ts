import { type Attack, type Safe, get, post, send } from './attack.ts'

const FORM = 'Content-Type: application/x-www-form-urlencoded'
const EVIL = 'Origin: https://evil.test'

/**
 * Refused before the page runs: its handler counts calls, which `/api/count` reports at the end.
 */
const REFUSED: Safe = { status: 403, body: 'host error SSR_PAGES_CROSS_SITE_FORM' }
const HANDLED: Safe = { status: 200, body: /^\{"handled":\d+\}$/ }

const types = (...values: readonly string[]): string[] =>
  values.map((value) => post('/api/count', 'a=1', EVIL, `Content-Type: ${value}`))

/** Forms that another site makes a browser send; they must have no effect. */
export const crossSite: readonly Attack[] = [
  {
    id: 'CVE-2024-56140',
    what: 'a form is a form with parameters, without a type and without a body',
    request: [
      ...types('application/x-www-form-urlencoded; abc', 'multipart/form-data; boundary=x'),
      ...types('application/x-www-form-urlencoded;charset=utf-8', ' text/plain ;x'),
      post('/api/count', 'a=1', EVIL),
      post('/api/count', '', EVIL),
      send('POST', '/api/count', [EVIL]),
      post('/api/count', 'a=1', EVIL, 'Content-Type:'),
    ],
    safe: REFUSED,
  },
  {
    id: 'CVE-2023-29003',
    what: 'text is a form, and so is every method that changes something',
    request: [
      ...types('text/plain', 'text/plain; charset=utf-8'),
      ...['PUT', 'PATCH', 'DELETE'].map((method) => send(method, '/api/count', [EVIL])),
    ],
    safe: REFUSED,
  },
  {
    id: 'CVE-2023-29008',
    what: 'a form is a form in every case',
    request: types('TEXT/PLAIN', 'Application/X-WWW-Form-Urlencoded', 'Multipart/FORM-data'),
    safe: REFUSED,
  },
  {
    id: 'CVE-2022-41919',
    what: 'a type that readers disagree on is a form',
    request: types(
      'text/plain;application/json',
      'text/plain\t; application/json',
      'application/json text/plain',
      'application json',
      'application/',
      '/json',
      'json',
      ';application/json',
      '"application/json"',
    ),
    safe: REFUSED,
  },
  {
    id: 'CVE-2026-25223',
    what: 'a type with a tab or a space in it is a form, unless it is a clean type without them',
    request: types(
      'application/json\tx',
      'application/ json',
      'application /json',
      '\x0btext/plain',
    ),
    safe: { status: [400, 403] },
  },
  {
    id: 'CVE-2026-25151',
    what: 'two types are a form',
    request: types('multipart/form-data, application/json', 'application/json, text/plain'),
    safe: REFUSED,
  },
  {
    id: 'CVE-2026-25155',
    what: 'a type that is sent twice is refused',
    request: [
      post('/api/count', 'a=1', EVIL, 'Content-Type: application/json', FORM),
      post('/api/count', 'a=1', EVIL, FORM, 'Content-Type: application/json'),
    ],
    safe: { status: 400, body: 'host error SSR_PAGES_HEADER_DUPLICATE' },
  },
  {
    id: 'CVE-2026-73423',
    what: 'pages and API routes are protected alike, mounted or not, by nothing that can be left out',
    request: ['/api/count', '/app/api/count', '/form', '/app/form', '/', '/app/', '/app/nope'].map(
      (path) => post(path, 'a=1', EVIL, FORM),
    ),
    safe: REFUSED,
  },
  {
    id: 'CVE-2026-22030',
    what: 'a form with a foreign origin is refused before anything runs',
    request: [
      'Origin: http://evil.test',
      'Origin: http://shop.test:81',
      'Origin: https://shop.test',
      'Origin: http://shop.test.evil.test',
      'Origin: http://evil.test/http://shop.test',
      'Origin: shop.test',
      'Origin: http://shop.test, http://evil.test',
      'Origin: ',
    ].map((origin) => post('/api/count', 'a=1', origin, FORM)),
    safe: REFUSED,
  },
  {
    id: 'GHSA-qwww-vcr4-c8h2',
    what: 'a form that was read before is refused all the same',
    request: ['/parsed/api/count', '/parsed/form'].map((path) => post(path, 'a=1', EVIL, FORM)),
    safe: REFUSED,
  },
  {
    id: 'CVE-2026-49455',
    what: 'a site with the same end of its name is another site',
    request: [
      post('/api/count', 'a=1', 'Host: us.test', 'Origin: http://evil.us.test', FORM),
      post('/api/count', 'a=1', 'Host: www.us.test', 'Origin: http://us.test', FORM),
      post('/api/count', 'a=1', 'Sec-Fetch-Site: same-site', FORM),
    ],
    safe: REFUSED,
  },
  {
    id: 'CVE-2026-42190',
    what: 'a form from nowhere is refused, and so is one that a browser calls cross-site',
    request: [
      post('/api/count', 'a=1', 'Origin: null', FORM),
      post('/api/count', 'a=1', 'Origin: null', 'Sec-Fetch-Site: cross-site', FORM),
      post('/api/count', 'a=1', 'Sec-Fetch-Site: cross-site', FORM),
      post('/api/count', 'a=1', 'Referer: http://shop.test/', 'Sec-Fetch-Site: cross-site', FORM),
    ],
    safe: REFUSED,
  },
  {
    id: 'cross-site, forwarded',
    what: 'a client cannot make its origin ours by forwarded headers',
    request: post(
      '/api/count',
      'a=1',
      EVIL,
      FORM,
      'X-Forwarded-Host: evil.test',
      'X-Forwarded-Proto: https',
    ),
    safe: REFUSED,
    // Behind a proxy these headers are true, and browsers do not let a page set them.
    proxied: HANDLED,
  },
  {
    id: 'cross-site, overridden',
    what: 'no header turns a form into a request that changes nothing',
    request: post(
      '/api/count',
      'a=1',
      EVIL,
      FORM,
      'X-HTTP-Method-Override: GET',
      'X-Requested-With: x',
    ),
    safe: REFUSED,
  },
]

/** Forms that must keep working. */
export const ownForms: readonly Attack[] = [
  {
    id: 'own-origin',
    what: 'a form of the site itself is handled, on any port',
    request: [
      post('/api/count', 'a=1', 'Origin: http://shop.test', FORM),
      post('/api/count', 'a=1', 'Host: shop.test:8080', 'Origin: http://shop.test:8080', FORM),
      post('/api/count', 'a=1', 'Host: SHOP.test:80', 'Origin: http://shop.test', FORM),
      post('/api/count', 'a=1', 'Origin: http://shop.test', 'Sec-Fetch-Site: same-origin', FORM),
    ],
    safe: HANDLED,
  },
  {
    id: 'own-origin, https',
    what: 'a form of a site behind a proxy that speaks https for it is handled',
    request: post(
      '/api/count',
      'a=1',
      'Origin: https://shop.test',
      'X-Forwarded-Proto: https',
      'Sec-Fetch-Site: same-origin',
      FORM,
    ),
    safe: HANDLED,
  },
  {
    id: 'own-origin, old browser',
    what: 'a form of a site behind a trusted proxy is handled without Sec-Fetch-Site too',
    request: post(
      '/api/count',
      'a=1',
      'Origin: https://shop.test',
      'X-Forwarded-Proto: https',
      FORM,
    ),
    safe: REFUSED,
    proxied: HANDLED,
  },
  {
    id: 'no-browser',
    what: 'a request that no browser sent is handled',
    request: [post('/api/count', 'a=1', FORM), send('DELETE', '/api/count')],
    safe: HANDLED,
  },
  {
    id: 'asked-before',
    what: 'a request that a browser sends only after it has asked is handled',
    request: types('application/json', 'application/json; charset=utf-8', 'application/json\t;x'),
    safe: HANDLED,
  },
  {
    id: 'reading',
    what: 'whoever only reads may come from anywhere',
    request: [get('/api/count', EVIL), get('/', 'Sec-Fetch-Site: cross-site', 'Origin: null')],
    safe: { status: 200 },
  },
]
