import { type Attack, get, post, postChunks, send } from './attack.ts'

const FORM_TYPE = 'Content-Type: application/x-www-form-urlencoded'
const KIBIBYTE = 'a'.repeat(1024)

/** For bodies of one byte more than the server's limit, and of many more. */
const TOO_LARGE = { status: 413, body: 'host error SSR_PAGES_BODY_TOO_LARGE' }

/** Requests that cost more than they should. */
export const resources: readonly Attack[] = [
  {
    id: 'CVE-2026-27729',
    what: 'a body is read up to the limit',
    request: [
      post('/form', `a=${KIBIBYTE.repeat(1024)}`.slice(0, 1024 * 1024 + 1), FORM_TYPE),
      post('/form', KIBIBYTE.repeat(8 * 1024), FORM_TYPE),
    ],
    safe: TOO_LARGE,
  },
  {
    id: 'CVE-2026-27729, the limit itself',
    what: 'a body of exactly the limit is read',
    request: post('/form', `a=${KIBIBYTE.repeat(1024)}`.slice(0, 1024 * 1024), FORM_TYPE),
    safe: { status: 200, body: /1 fields/ },
  },
  {
    id: 'CVE-2026-40073',
    what: 'a body in chunks is read up to the limit, whatever its length claims',
    request: [1025, 8 * 1024].map((count) =>
      postChunks(
        '/form',
        Array.from({ length: count }, () => KIBIBYTE),
        FORM_TYPE,
      ),
    ),
    safe: TOO_LARGE,
  },
  {
    id: 'CVE-2024-23641',
    what: 'a GET with a body is answered, and the body is not taken for the next request',
    request: [
      send('GET', '/echo', ['Content-Length: 2'], 'hi'),
      send('GET', '/echo', ['Transfer-Encoding: chunked'], '2\r\nhi\r\n0\r\n\r\n'),
    ],
    safe: { status: 200, body: { method: 'GET', body: '' } },
  },
  {
    id: 'CVE-2024-23641, HEAD',
    what: 'a HEAD with a body is answered, and the body is not taken for the next request',
    request: send('HEAD', '/echo', ['Content-Length: 2'], 'hi'),
    safe: { status: 200, body: '' },
  },
  {
    id: 'CVE-2024-24750',
    what: 'a body that says it is compressed is left as it is',
    request: post(
      '/echo',
      'hello',
      'Content-Encoding: gzip, gzip, gzip',
      'Content-Type: text/plain',
    ),
    safe: { status: 200, body: { body: 'hello' } },
  },
  {
    id: 'CVE-2024-45590',
    what: 'a form with many fields is answered',
    request: post('/form', 'a=1&'.repeat(100_000), FORM_TYPE),
    safe: { status: 200, body: /100000 fields/ },
  },
  {
    id: 'GHSA-hpp2-2cr5-pf6g',
    what: 'a form with many parts is answered',
    request: post(
      '/form',
      `${'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'.repeat(10_000)}--x--\r\n`,
      'Content-Type: multipart/form-data; boundary=x',
    ),
    safe: { status: 200, body: /10000 fields/ },
  },
  {
    id: 'GHSA-g6gw-c38x-mqfc',
    what: 'a field with a deep name is one field',
    request: post('/form', `a${'.b'.repeat(10_000)}=1&a${'[b]'.repeat(10_000)}=1`, FORM_TYPE),
    safe: { status: 200, body: /2 fields/ },
  },
  {
    id: 'headers-too-large',
    what: 'more headers than Node takes are refused',
    request: get('/echo', ...Array.from({ length: 40 }, (_, i) => `X-${i}: ${KIBIBYTE}`)),
    safe: { status: 431 },
  },
]
