import { type Attack, HOME, NOT_FOUND, get } from './attack.ts'

const GUARDED = { status: 403, body: 'guarded' }
const NO_ADMIN = { status: [400, 403, 404], body: /^(?!.*admin only)/s }
// A redirect leads to the path that the host checks.
const TO_GUARD = { ...NO_ADMIN, status: [301, 400, 403, 404] }

/** Ways to bypass the host's check of `/admin`, and ambiguous paths. */
export const paths: readonly Attack[] = [
  {
    id: 'CVE-2025-64765',
    what: 'an encoded letter does not lead around a guard',
    request: ['/%61dmin', '/admi%6e', '/%61dmin/users', '/app/%61dmin'].map((path) => get(path)),
    safe: TO_GUARD,
  },
  {
    id: 'CVE-2025-66202',
    what: 'a letter that is encoded twice does not lead around a guard',
    request: ['/%2561dmin', '/app/%2561dmin'].map((path) => get(path)),
    safe: NO_ADMIN,
  },
  {
    id: 'CVE-2026-59731',
    what: 'a letter that is encoded any number of times does not lead around a guard',
    request: Array.from({ length: 21 }, (_, depth) => get(`/%${'25'.repeat(depth)}61dmin`)),
    safe: TO_GUARD,
  },
  {
    id: 'GHSA-376h-93r7-7g6f',
    what: 'a base ends where a segment ends',
    request: ['/appadmin', '/app%2fadmin', '/app%2Fadmin', '/app;/admin'].map((path) => get(path)),
    safe: NOT_FOUND,
  },
  {
    id: 'GHSA-376h-93r7-7g6f, twice a slash',
    what: 'two slashes behind a base do not lead around a guard',
    request: ['/app//admin', '/app///admin', '/app/./admin'].map((path) => get(path)),
    safe: NO_ADMIN,
  },
  {
    id: 'absolute-guard',
    what: 'a target that is a URL means the same path to the host and to the pages',
    request: [
      'http://evil.test;/admin',
      "http://evil'test/admin",
      'http://evil"test/admin',
      'http://{evil.test}/admin',
      'http://%65vil.test/admin',
      'http://evil.test;@shop.test/admin',
      'http://evil.test;/app/admin',
      'http://evil.test;/docs/../admin',
      'http://`/admin',
      'https://a,b;c:80/admin',
      'http:///x/admin',
      String.raw`http://evil.test\x/admin`,
      String.raw`http:\\evil.test;/admin`,
    ].map((target) => get(target)),
    safe: { status: [400, 403, 404, 500], body: /^(?!.*admin only)/s },
  },
  {
    id: 'CVE-2026-33808',
    what: 'neither slashes nor what follows a semicolon is taken off to find a page',
    request: ['//admin', '///admin', '//admin/users', '/admin;x', '/admin;/users'].map((path) =>
      get(path),
    ),
    safe: NO_ADMIN,
  },
  {
    id: 'CVE-2026-39406',
    what: 'an empty segment leads to no file',
    request: ['//dir/file.txt', '/dir//file.txt', '//_assets/app.a1b2c3.js'].map((path) =>
      get(path),
    ),
    safe: NOT_FOUND,
  },
  {
    id: 'CVE-2026-29087',
    what: 'an encoded slash is no slash in the path of a file',
    request: ['/_assets%2Fapp.a1b2c3.js', '/dir%2ffile.txt', '/dir%5Cfile.txt'].map((path) =>
      get(path),
    ),
    safe: NOT_FOUND,
  },
  {
    id: 'CVE-2026-47676',
    what: 'a mount path with an encoded letter is taken off whole',
    request: get('/%C3%A9/echo'),
    safe: { status: 200, body: { pathname: '/%C3%A9/echo' } },
  },
  {
    id: 'CVE-2026-53721',
    what: 'a guard that knows no case guards the pages in every case',
    request: ['/ADMIN', '/Admin', '/aDMIN/users'].map((path) => get(path)),
    safe: GUARDED,
  },
  {
    id: 'CVE-2026-71315',
    what: 'a page answers its own case only, so that a guard which knows case can be trusted',
    request: ['/ECHO', '/Echo', '/APP/ECHO'].map((path) => get(path)),
    safe: { status: 404 },
  },
  {
    id: 'CVE-2025-29927',
    what: 'no header opens a guard',
    request: internalHeaders().map((line) => get('/admin', line)),
    safe: GUARDED,
  },
  {
    id: 'CVE-2025-29927, on a page',
    what: 'no header that looks internal changes a page',
    request: internalHeaders().map((line) => get('/', line)),
    safe: { status: 200, body: HOME },
  },
  {
    id: 'CVE-2026-33768',
    what: 'no header leads to another page than the path',
    request: get('/', 'x-astro-path: /admin', 'x-astro-locals: {"admin":true}'),
    safe: { status: 200, body: HOME },
  },
  {
    id: 'CVE-2026-73424',
    what: 'no query leads to another page than the path',
    request: ['/?x_astro_path=/admin', '/?__path=/admin', '/?_path=/admin'].map((path) =>
      get(path),
    ),
    safe: { status: 200, body: HOME },
  },
  {
    id: 'CVE-2026-44373',
    what: 'an encoded slash does not lead out of the folder of a rest param',
    request: ['/docs/..%2fadmin', '/docs/..%2Fadmin', '/docs/..%5Cadmin', '/docs/%2E%2E/admin'].map(
      (path) => get(path),
    ),
    safe: NO_ADMIN,
  },
  {
    id: 'CVE-2024-23340',
    what: 'dot segments do not lead around a guard',
    request: ['/docs/../admin', '/docs/%2e%2e/admin', '/./admin', '/docs/.%2e/admin'].map((path) =>
      get(path),
    ),
    safe: NO_ADMIN,
  },
  {
    id: 'CVE-2025-66415',
    what: 'dot segments do not lead out of a mount path',
    request: ['/app/../admin', '/app/%2e%2e/admin', String.raw`/app/..\admin`].map((path) =>
      get(path),
    ),
    safe: NO_ADMIN,
  },
  {
    id: 'malformed-percent',
    what: 'a path that cannot be decoded is no page and no crash',
    request: ['/%', '/%E0%A4%A', '/%c0%ae', '/p/%', '/p/%FF', '/docs/%E0%A4%A'].map((path) =>
      get(path),
    ),
    safe: { status: [400, 404] },
  },
]

function internalHeaders(): string[] {
  const names = [
    'x-middleware-subrequest',
    'x-middleware-rewrite',
    'x-rewrite-url',
    'x-original-url',
    'x-forwarded-uri',
    'x-forwarded-prefix',
    'x-http-method-override',
    'x-ssr-pages-route',
    'x-ssr-pages-locals',
  ]
  return names.map((name) => `${name}: /admin:src/middleware:/echo`)
}
