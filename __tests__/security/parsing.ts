import { type Attack, get, post, send } from './attack.ts'

const JSON_TYPE = 'Content-Type: application/json'
const FORM_TYPE = 'Content-Type: application/x-www-form-urlencoded'
const POLLUTED = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'

const INHERITED = ['__proto__', 'constructor', 'toString'].map((name) => [name, 'x'])

/** Names and values that have a meaning in JavaScript. */
export const parsing: readonly Attack[] = [
  {
    id: 'GHSA-v8w9-8mx6-g223',
    what: 'a form with __proto__ in it changes no other object',
    request: ['/form', '/parsed/form'].map((path) =>
      post(
        path,
        '__proto__[polluted]=1&__proto__.polluted=1&constructor.prototype.polluted=1',
        FORM_TYPE,
      ),
    ),
    safe: { status: 200, body: /fields/ },
  },
  {
    id: 'CVE-2025-57820',
    what: 'JSON with __proto__ in it changes no other object',
    request: ['/api/json', '/parsed/api/json'].map((path) => post(path, POLLUTED, JSON_TYPE)),
    safe: { status: 200, body: `{"seen":${POLLUTED}}` },
  },
  {
    id: 'CVE-2026-30226',
    what: 'a query with __proto__ in it changes no other object',
    request: get('/echo?__proto__[polluted]=1&constructor[prototype][polluted]=1'),
    safe: { status: 200, body: { pathname: '/echo' } },
  },
  {
    id: 'inherited-params',
    what: 'a param named like something inherited is text',
    request: ['__proto__', 'constructor', 'toString', 'hasOwnProperty'].map((id) =>
      get(`/p/${id}`),
    ),
    safe: {
      status: 200,
      body: /^\{"id":"(?:__proto__|constructor|toString|hasOwnProperty)","hasNullPrototype":true\}$/,
    },
  },
  {
    id: 'inherited-cookies',
    what: 'a cookie that was not sent is not inherited',
    request: get('/echo'),
    safe: { status: 200, body: { cookies: [] } },
  },
  {
    id: 'inherited-cookies, sent',
    what: 'a cookie named like something inherited is text',
    request: get('/echo', 'Cookie: __proto__=x; constructor=x; toString=x'),
    safe: { status: 200, body: { cookies: INHERITED } },
  },
  {
    id: 'inherited-headers',
    what: 'a header named like something inherited is text',
    request: get('/echo', '__proto__: z', 'constructor: z'),
    safe: {
      status: 200,
      body: /\["constructor","z"\].*\["__proto__","z"\]|\["__proto__","z"\].*\["constructor","z"\]/,
    },
  },
  {
    id: 'CVE-2026-33131, decoded once',
    what: 'a param is decoded once',
    request: get('/p/a%252Fb'),
    safe: { status: 200, body: { id: 'a%2Fb' } },
  },
  {
    id: 'encoded-slash',
    what: 'an encoded slash is part of a param and separates nothing',
    request: get('/p/a%2Fb'),
    safe: { status: 200, body: { id: 'a/b' } },
  },
  {
    id: 'GHSA-crvj-82cr-hjcx',
    what: 'what follows a # is no query',
    request: get('/echo#b?c=1'),
    safe: { status: 200, body: { url: 'http://shop.test/echo', search: '' } },
  },
  {
    id: 'json-of-no-object',
    what: 'JSON that is no object is what the page makes of it',
    request: ['null', '1', '"x"', '[]'].map((body) => post('/api/json', body, JSON_TYPE)),
    safe: { status: 200, body: /^\{"seen":(?:null|1|"x"|\[\])\}$/ },
  },
  {
    id: 'CVE-2026-22774',
    what: 'no format is read from clients that could make large objects of small texts',
    request: post(
      '/api/json',
      '[["Array",2147483648],["Uint8Array","x"],{"length":1e9}]',
      JSON_TYPE,
    ),
    safe: {
      status: 200,
      body: '{"seen":[["Array",2147483648],["Uint8Array","x"],{"length":1000000000}]}',
    },
  },
  {
    id: 'broken-json',
    what: 'JSON that cannot be read is an error of its own request only',
    request: ['{', '', '\xff', '[1,'].map((body) => post('/api/json', body, JSON_TYPE)),
    safe: { status: 400, body: 'host error SyntaxError' },
  },
  {
    id: 'CVE-2022-39288',
    what: 'a content type that is none is an error of its own request only',
    request: ['multipart/form-data', 'multipart/form-data; boundary=', ';', 'x/y', '\xff'].map(
      (type) => post('/form', 'a=1', `Content-Type: ${type}`),
    ),
    safe: { status: [400, 403, 415], body: /^(?:Forbidden|host error \w+)$/ },
  },
  {
    id: 'broken-multipart',
    what: 'a form that breaks off is an error of its own request only',
    request: [
      '--x',
      '--x\r\n',
      '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n',
      '--x\r\nContent-Disposition: form-data; name="a"; filename="../../x"\r\n\r\n1',
      '--x\r\n\r\n1\r\n--x--',
    ].map((body) => post('/form', body, 'Content-Type: multipart/form-data; boundary=x')),
    safe: { status: 400, body: /^host error \w+$/ },
  },
  {
    id: 'unknown-methods',
    what: 'a method that no page can have reaches no page',
    request: ['TRACE', 'QUERY', 'BREW', 'get'].map((method) => send(method, '/text')),
    safe: { status: [200, 400, 404, 405] },
  },
]
