import { type Attack, get, post, send } from './attack.ts'

const RESPOND = '/respond?name='

/** Attacks with requests and answers whose ends are disputed, and with cookies. */
export const headers: readonly Attack[] = [
  {
    id: 'CVE-2026-23527',
    what: 'a body in chunks is read as one, however its header is spelled',
    request: ['ChuNked', 'CHUNKED', 'chunked'].map((coding) =>
      send('POST', '/echo', [`Transfer-Encoding: ${coding}`], '5\r\nhello\r\n0\r\n\r\n'),
    ),
    safe: { status: 200, body: { body: 'hello' } },
  },
  {
    id: 'two-lengths',
    what: 'a request that says its length twice is refused',
    request: [
      send('POST', '/echo', ['Content-Length: 5', 'Transfer-Encoding: chunked'], '0\r\n\r\n'),
      send('POST', '/echo', ['Content-Length: 5', 'Content-Length: 6'], 'hello'),
      send('POST', '/echo', ['Content-Length: 5, 6'], 'hello'),
      send('POST', '/echo', ['Content-Length: +5'], 'hello'),
      send('POST', '/echo', ['Transfer-Encoding: xchunked'], '0\r\n\r\n'),
    ],
    safe: { status: 400 },
  },
  ...(
    [
      ['a coding', 'transfer-encoding&value=gzip'],
      ['a coding twice', 'transfer-encoding&value=chunked,chunked'],
      ['a connection', 'connection&value=upgrade'],
      ['keep-alive', 'keep-alive&value=timeout=99999'],
      ['an upgrade', 'upgrade&value=websocket'],
      ['a trailer', 'trailer&value=x'],
    ] as const
  ).map(([name, query]) => ({
    id: `framing, ${name}`,
    what: 'a page cannot say where its answer ends, so that the next one begins elsewhere',
    request: get(RESPOND + query),
    safe: {
      status: 200,
      body: 'hello',
      headers: { upgrade: undefined, trailer: undefined, 'keep-alive': /^(?!.*99999)/ },
    },
  })),
  {
    id: 'framing, same length',
    what: 'a page may say the length of its answer',
    request: get(`${RESPOND}content-length&value=5`),
    safe: { status: 200, body: 'hello' },
  },
  {
    id: 'CVE-2026-33805',
    what: 'a client cannot take a header away by naming it in Connection',
    request: get(
      '/echo',
      'Connection: keep-alive, x-user, cookie',
      'X-User: 1',
      'Cookie: session=s',
    ),
    safe: { status: 200, body: /\["session","s"\].*\["x-user","1"\]/ },
  },
  {
    id: 'status-text',
    what: 'a status text with control characters is an error, once',
    request: ['a%01b', 'a%7fb', 'a%09%00b', 'a%0d%0aX-Evil:%201'].map((text) =>
      get(`/respond?text=${text}`),
    ),
    safe: { status: 500, headers: { 'x-evil': undefined } },
  },
  {
    id: 'header-value',
    what: 'a header with control characters is an error, once',
    request: ['a%01b', 'a%0d%0aX-Evil:1', 'a%00b', 'a%0aX-Evil:1'].map((value) =>
      get(`${RESPOND}x-a&value=${value}`),
    ),
    safe: { status: 500, headers: { 'x-a': undefined, 'x-evil': undefined } },
  },
  {
    id: 'CVE-2022-35948',
    what: 'a content type with a line break is an error',
    request: get(`${RESPOND}content-type&value=text/plain%0d%0aX-Evil:1`),
    safe: { status: 500, headers: { 'x-evil': undefined } },
  },
  {
    id: 'CVE-2026-1527',
    what: 'a header whose name is none is an error',
    request: ['a%0d%0ab', 'a%20b', 'a:b', ''].map((name) => get(RESPOND + name)),
    safe: { status: 500 },
  },
  {
    id: 'CVE-2026-9679',
    what: 'a cookie that is read and set again stays encoded',
    request: get('/copy', 'Cookie: session=%0d%0aSet-Cookie:x=1%3B%20Path=/'),
    safe: {
      status: 200,
      headers: { 'set-cookie': ['host=1', 'copy=%0D%0ASet-Cookie%3Ax%3D1%3B%20Path%3D%2F'] },
    },
  },
  ...(
    [
      [
        'GHSA-26pp-8wgv-hjvm',
        'a name',
        ['a;b', 'a=b', 'a%20b', 'a%0d%0ab', ''].map((name) => `name=${name}`),
      ],
      [
        'CVE-2026-29086',
        'a path',
        ['/;%20HttpOnly', '/%0d%0a', '/%01'].map((path) => `name=a&path=${path}`),
      ],
      [
        'CVE-2024-47764',
        'a domain',
        ['x%0d%0a', 'x;%20Secure', 'x%20y', 'a..b'].map((domain) => `name=a&domain=${domain}`),
      ],
      [
        'cookie-attributes',
        'sameSite and priority',
        ['sameSite=none;x', 'sameSite=%0d%0a', 'priority=high;x'].map((pair) => `name=a&${pair}`),
      ],
    ] as const
  ).map(([id, what, queries]) => ({
    id,
    what: `a cookie with ${what} that would end it is an error`,
    request: queries.map((query) => get(`/cookie?${query}`)),
    safe: { status: 500, headers: { 'set-cookie': 'host=1' } },
  })),
  {
    id: 'cookie-value',
    what: 'a cookie keeps any value to itself',
    request: get('/cookie?name=a&value=x%3B%20Domain=evil.test%0d%0aX-Evil:1'),
    safe: {
      status: 200,
      headers: { 'set-cookie': ['host=1', 'a=x%3B%20Domain%3Devil.test%0D%0AX-Evil%3A1'] },
    },
  },
  {
    id: 'CVE-2026-39410',
    what: 'a cookie with a strange space in front is another cookie',
    request: get('/echo', 'Cookie: \xa0__Host-session=evil; \xc2\xa0__Host-session=evil'),
    safe: { status: 200, body: { cookies: [] } },
  },
  {
    id: 'CVE-2026-39410, twice',
    what: 'of two cookies with one name the first counts',
    request: get('/echo', 'Cookie: session=mine; session=evil'),
    safe: { status: 200, body: { cookies: [['session', 'mine']] } },
  },
  ...[200, 302, 304].map((status) => ({
    id: `set-cookie, ${status}`,
    what: 'each cookie has a line of its own, behind those of the host',
    request: get(`/cookies?status=${status}`),
    safe: {
      status,
      headers: {
        'set-cookie': [
          'host=1',
          'a=1; Path=/',
          'b=2; Expires=Wed, 21 Oct 2026 07:28:00 GMT',
          'c=x%0D%0ASet-Cookie%3A%20d%3D4',
        ],
      },
    },
  })),
  {
    id: 'session-fixation',
    what: 'a page sets no cookie that it was not told to set',
    request: [
      get('/', 'Cookie: sid=attacker'),
      post(
        '/form',
        'a=1',
        'Cookie: sid=attacker',
        'Content-Type: application/x-www-form-urlencoded',
      ),
    ],
    safe: { status: 200, headers: { 'set-cookie': 'host=1' } },
  },
]
