import { type Attack, REFUSED, get, send } from './attack.ts'

const OWN = {
  status: 200,
  body: {
    url: 'http://shop.test/echo',
    requestUrl: 'http://shop.test/echo',
    clientAddress: '127.0.0.1',
  },
}
const GUARDED = { status: 403, body: 'guarded' }

/** Attacks with hosts and forwarded headers on the URL that is made from them. */
export const addresses: readonly Attack[] = [
  {
    id: 'CVE-2025-61925',
    what: 'X-Forwarded-Host is the host of a page only behind a proxy that the app trusts',
    request: get('/echo', 'X-Forwarded-Host: evil.test'),
    safe: OWN,
    proxied: { status: 200, body: { url: 'http://evil.test/echo' } },
  },
  {
    id: 'CVE-2025-64525',
    what: 'a forwarded protocol with a path in it does not lead around a guard',
    request: get('/admin', 'X-Forwarded-Proto: x:admin?'),
    safe: GUARDED,
  },
  {
    id: 'CVE-2025-64525, a whole URL',
    what: 'a forwarded protocol cannot replace the host of a URL',
    request: get('/echo', 'X-Forwarded-Proto: https://evil.test/?tank='),
    safe: OWN,
  },
  {
    id: 'CVE-2025-64525, a script',
    what: 'the URL of a page begins with http: or https:',
    request: get('/echo', 'X-Forwarded-Proto: javascript:alert(1)//'),
    safe: OWN,
  },
  {
    id: 'CVE-2025-64525, a port',
    what: 'X-Forwarded-Port has no part in the URL of a page',
    request: ['/nope?', '81', '99999', ' '].map((port) =>
      get('/echo', `X-Forwarded-Port: ${port}`),
    ),
    safe: OWN,
  },
  {
    id: 'CVE-2025-64525, an empty host',
    what: 'an empty X-Forwarded-Host is as good as none',
    request: [get('/echo', 'X-Forwarded-Host: '), get('/echo', 'X-Forwarded-Host:')],
    safe: OWN,
  },
  {
    id: 'CVE-2025-31137',
    what: 'no path is smuggled in behind the port of the host',
    request: get('/echo', 'Host: localhost:80/admin?'),
    safe: REFUSED,
  },
  {
    id: 'CVE-2025-31137, forwarded',
    what: 'no path is smuggled in behind the port of a forwarded host',
    request: get('/echo', 'X-Forwarded-Host: localhost:80/admin?'),
    safe: OWN,
    proxied: REFUSED,
  },
  {
    id: 'CVE-2026-33131',
    what: 'a host with a query in it does not change the path of a page',
    request: get('/echo', 'Host: localhost:3000/abchehe?'),
    safe: REFUSED,
  },
  {
    id: 'host-with-path',
    what: 'the page that the host has routed to is the page that answers, whatever the Host says',
    request: [
      get('/echo', 'Host: a/admin?'),
      get('/echo', 'Host: a/admin#'),
      get('/echo', 'Host: a/admin/..;'),
      get('/echo', String.raw`Host: a\admin?`),
    ],
    safe: REFUSED,
  },
  {
    id: 'CVE-2024-32652',
    what: 'a host that is none is refused, and the server goes on',
    request: ['a/b', 'a b', 'a:99999', 'a:b', '[::1', '%', '<', '\xe9'].map((host) =>
      get('/echo', `Host: ${host}`),
    ),
    safe: REFUSED,
  },
  {
    id: 'CVE-2024-32652, empty',
    what: 'an empty host stands for the address that the client connected to',
    request: get('/echo', 'Host: '),
    safe: { status: 200, body: /"url":"http:\/\/127\.0\.0\.1:\d+\/echo"/ },
  },
  {
    id: 'host-with-user',
    what: 'a host with a user name in it is refused',
    request: ['u@evil.test', 'u:p@evil.test', 'shop.test@evil.test', '@'].map((host) =>
      get('/echo', `Host: ${host}`),
    ),
    safe: REFUSED,
  },
  {
    id: 'CVE-2026-33732',
    what: 'a target that is a URL of another scheme is for no page',
    request: ['file://hehe?/echo', 'ftp://shop.test/echo', 'x:/echo', 'javascript:/echo'].map(
      (target) => get(target),
    ),
    safe: { status: [400, 404] },
  },
  {
    id: 'absolute-target',
    what: 'a target that is a URL gives the path and nothing else',
    request: [
      get('http://evil.test:81/echo'),
      get('https://evil.test/echo'),
      get('HTTPS://EVIL.test/echo'),
    ],
    safe: OWN,
  },
  {
    id: 'CVE-2025-67647',
    what: 'forwarded headers with many values or none of use are no URL and no crash',
    request: [
      get('/echo', 'X-Forwarded-Proto: :', 'X-Forwarded-Host: ,'),
      get('/echo', 'X-Forwarded-Proto: ,https', 'X-Forwarded-Port: 1, 2'),
      get('/echo', 'X-Forwarded-Proto: HTTP'),
    ],
    safe: OWN,
    proxied: {
      status: [200, 400],
      body: /^(?:\{"url":"http:\/\/shop\.test\/echo"|host error SSR)/,
    },
  },
  {
    id: 'CVE-2025-67647, twice',
    what: 'a request with two hosts is refused',
    request: send('GET', '/echo', ['Host: shop.test', 'Host: evil.test']),
    safe: REFUSED,
  },
  {
    id: 'CVE-2026-16732',
    what: 'a client without a proxy cannot choose host, protocol and address',
    request: get(
      '/echo',
      'X-Forwarded-Host: evil.test',
      'X-Forwarded-Proto: https',
      'X-Forwarded-For: 6.6.6.6',
      'Forwarded: for=6.6.6.6;host=evil.test;proto=https',
    ),
    safe: OWN,
    proxied: {
      status: 200,
      body: { url: 'https://evil.test/echo', clientAddress: '6.6.6.6' },
    },
  },
  {
    id: 'CVE-2026-27700',
    what: 'the address of a client is what the trusted proxy saw, not what the client said',
    request: get('/echo', 'X-Forwarded-For: 127.0.0.9, 6.6.6.6'),
    safe: OWN,
    proxied: { status: 200, body: { clientAddress: '6.6.6.6' } },
  },
  {
    id: 'forwarded-address',
    what: 'the presence of one forwarded header does not make the others true',
    request: get('/echo', 'X-Forwarded-Host: shop.test', 'X-Forwarded-For: 6.6.6.6'),
    safe: OWN,
    proxied: { status: 200, body: { clientAddress: '6.6.6.6' } },
  },
  {
    id: 'GHSA-7c4v-fwgw-9rf7',
    what: 'nobody becomes a local client by a header',
    request: get(
      '/echo',
      'Host: localhost',
      'X-Real-IP: 127.0.0.9',
      'X-Client-IP: 127.0.0.9',
      'CF-Connecting-IP: 127.0.0.9',
    ),
    safe: { status: 200, body: { clientAddress: '127.0.0.1' } },
  },
]
