import { type Attack, NOT_FOUND, get, send } from './attack.ts'

const SCRIPT = '/_assets/app.a1b2c3.js'
const NOT_KEPT = { 'cache-control': undefined, 'last-modified': undefined }

/** Attacks on browser files, and on all other files. */
export const files: readonly Attack[] = [
  {
    id: 'GHSA-wr4h-v87w-p3r7',
    what: 'encoded dots do not lead out of the folder of browser files',
    request: [
      '/_assets/%2e%2e/%2e%2e/pages/_secret.mjs',
      '/_assets/%2E%2E/%2E%2E/canary.txt',
      '/%2e%2e/canary.txt',
      '/.%2e/canary.txt',
    ].map((path) => get(path)),
    safe: NOT_FOUND,
  },
  {
    id: 'GHSA-72gr-qfp7-vwhw',
    what: 'dots that are encoded twice do not lead out of the folder of browser files',
    request: ['/%252e%252e/canary.txt', '/_assets/%252e%252e%252f..%252fcanary.txt'].map((path) =>
      get(path),
    ),
    safe: NOT_FOUND,
  },
  {
    id: 'GHSA-frvp-7c67-39w9',
    what: 'backslashes do not lead out of the folder of browser files',
    request: [
      '/_assets/..%5c..%5cpages%5c_secret.mjs',
      '/..%5ccanary.txt',
      String.raw`/..\canary.txt`,
      String.raw`/_assets\..\..\canary.txt`,
      '/dir%5cfile.txt',
    ].map((path) => get(path)),
    safe: NOT_FOUND,
  },
  {
    id: 'outside-oracle',
    what: 'nobody learns which files exist outside of the folder',
    request: ['/../../etc', '/../../etc/', '/../pages', '/..', '/../', '/_assets/../..'].map(
      (path) => get(path),
    ),
    safe: NOT_FOUND,
  },
  {
    id: 'CVE-2026-41322',
    what: 'an error in place of a file is not kept by caches',
    request: get(SCRIPT, 'If-Match: xxx'),
    safe: { status: 412, headers: NOT_KEPT },
  },
  {
    id: 'CVE-2026-41322, a range',
    what: 'an error in place of a part of a file is not kept by caches',
    request: get(SCRIPT, 'Range: bytes=999-'),
    safe: { status: 416, headers: { ...NOT_KEPT, 'content-range': /^bytes \*\/\d+$/ } },
  },
  {
    id: 'CVE-2026-27118',
    what: 'a file that is not there is not kept by caches',
    request: [get('/_assets/nope.js'), get('/_assets/'), get('/_assets')],
    safe: { ...NOT_FOUND, headers: NOT_KEPT },
  },
  {
    id: 'CVE-2024-56159',
    what: 'the code of pages is served to nobody',
    request: [
      '/manifest.json',
      '/index.mjs',
      '/_secret.mjs',
      '/pages/_secret.mjs',
      '/server/entry.mjs',
      '/client/robots.txt',
      '/_assets/app.a1b2c3.js.map',
      '/echo.mjs',
      '/echo.mjs.map',
    ].map((path) => get(path)),
    safe: NOT_FOUND,
  },
  {
    id: 'CVE-2024-43800',
    what: 'a folder of files has no answer that repeats its path',
    request: [get('/dir'), get('/dir?"><script>'), get('/dir/%22%3E%3Cscript%3E')],
    safe: NOT_FOUND,
  },
  {
    id: 'CVE-2024-43799',
    what: 'an error in place of a file does not repeat the path',
    request: get(`${SCRIPT}?<script>alert(1)</script>`, 'If-Match: xxx'),
    safe: { status: 412, body: 'host error PreconditionFailedError' },
  },
  {
    id: 'hidden-files',
    what: 'hidden files are not served',
    request: ['/.htpasswd', '/%2ehtpasswd', '/.env', '/.git/config', '/dir/.htpasswd'].map((path) =>
      get(path),
    ),
    safe: NOT_FOUND,
  },
  {
    id: 'hidden-files, well-known',
    what: 'files in /.well-known/ are served',
    request: get('/.well-known/security.txt'),
    safe: { status: 200, body: /^Contact: / },
  },
  ...(
    [
      ['CVE-2025-30208', ['/@fs/CANARY?raw??', '/@fs/etc/passwd?import&raw??', '/echo.mjs?raw??']],
      ['CVE-2024-45811', ['/@fs/etc/passwd?import&raw', '/index.mjs?import&raw']],
      [
        'CVE-2025-31486',
        ['/@fs/etc/passwd?.svg?.wasm?init', '/@fs/x/x/x/vite/../../../etc/passwd'],
      ],
      ['CVE-2025-46565', ['/.htpasswd/.', '/@fs/etc/passwd/.']],
      ['CVE-2026-39364', ['/@fs/etc/passwd?url', '/.htpasswd?raw', '/.htpasswd?import&raw&a=b']],
      ['CVE-2026-39365', ['/@fs/etc/passwd.map', '/../canary.txt.map', '/@id/x.map']],
      ['CVE-2024-23331', ['/@FS/etc/passwd', '/.HTPASSWD']],
      ['CVE-2024-31207', ['/@fs/etc/passwd', '/@fs//etc/passwd']],
      ['CVE-2026-53571', ['/@fs/C:/Windows/win.ini', '/@fs/C:%5CWindows%5Cwin.ini']],
      ['CVE-2025-64757', ['/_image?href=/etc/passwd', '/?href=/@fs/etc/passwd&__file=/etc/passwd']],
      ['CVE-2024-52011', [String.raw`/__open-in-editor?file=\\evil.test\x`]],
      ['CVE-2026-53632', ['/__open-in-editor?file=/etc/passwd']],
    ] as const
  ).map(([id, targets]) => ({
    id,
    what: 'what development servers offer is not offered here',
    request: targets.map((target) => get(target)),
    safe: { status: [200, 404], body: /^(?:host 404|<!DOCTYPE html><p>here<\/p>)$/ },
  })),
  {
    id: 'CVE-2025-24010',
    what: 'no other site may read an answer, unless the app says so',
    request: [get('/', 'Origin: http://evil.test'), get(SCRIPT, 'Origin: http://evil.test')],
    safe: {
      status: 200,
      headers: {
        'access-control-allow-origin': undefined,
        'access-control-allow-credentials': undefined,
      },
    },
  },
  {
    id: 'GHSA-67mh-4wv8-2f99',
    what: 'no stream of events tells another site what is going on',
    request: ['/esbuild', '/__events', '/@vite/client', '/__vite_ping'].map((path) =>
      get(path, 'Accept: text/event-stream', 'Origin: http://evil.test'),
    ),
    safe: NOT_FOUND,
  },
  {
    id: 'GHSA-279x-mwfv-vcqv',
    what: 'no address of tools answers, however the server is run',
    request: ['/__nuxt_devtools__/client/', '/__devtools__/', '/_server', '/__rpc'].flatMap(
      (path) => [get(path), send('POST', path, ['Content-Length: 0'])],
    ),
    safe: NOT_FOUND,
  },
  {
    id: 'methods-of-files',
    what: 'a file answers GET and HEAD only',
    request: ['POST', 'PUT', 'DELETE', 'PATCH', 'PROPFIND'].map((method) =>
      send(method, SCRIPT, ['Content-Length: 0']),
    ),
    safe: NOT_FOUND,
  },
]
