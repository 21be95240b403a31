import { type Attack, type Safe, get, send } from './attack.ts'

/** The page middleware protects `/private`: a request needs an Authorization header. */
const KEPT_OUT: Safe = {
  status: [301, 308, 400, 403, 404],
  body: /^(?!.*private page)/s,
  headers: { location: /^(?:|\/(?![/\\]).*)$/ },
}
/** No redirect at all, or one to a path of this site. */
const STAYS: Safe = {
  status: [200, 301, 302, 308, 400, 404],
  headers: { location: /^(?:|\/(?![/\\]).*)$/ },
}

/** Attacks on page middleware, configured redirects, trailing slashes, rewrites and error pages. */
export const site: readonly Attack[] = [
  {
    id: 'CVE-2025-64765',
    what: 'page middleware sees the path that a page is found by: an encoded letter',
    request: ['/%70rivate', '/privat%65', '/%70rivate/x', '/%70rivate/'].map((path) => get(path)),
    safe: KEPT_OUT,
  },
  {
    id: 'CVE-2025-66202',
    what: 'page middleware sees the path that a page is found by: a letter that is encoded twice',
    request: ['/%2570rivate', '/%2570rivate/', '/%2570rivate/x'].map((path) => get(path)),
    safe: KEPT_OUT,
  },
  {
    id: 'CVE-2026-59731',
    what: 'page middleware sees the path that a page is found by, however often it is encoded',
    request: Array.from({ length: 21 }, (_, depth) => get(`/%${'25'.repeat(depth)}70rivate/`)),
    safe: KEPT_OUT,
  },
  {
    id: 'CVE-2024-23340',
    what: 'page middleware sees the path that a page is found by: dots, slashes and backslashes',
    request: [
      '/docs/../private/',
      '/docs/%2e%2e/private/',
      '/./private/',
      '//private/',
      '/private//x/',
      '/private;/x/',
      '/PRIVATE/',
      String.raw`/\private/`,
      String.raw`/docs/..\private/`,
      '/docs/..%2Fprivate/',
      'http://evil.test/private/',
      'http://evil.test;/private/',
      '/private/#x',
    ].map((path) => get(path)),
    safe: KEPT_OUT,
  },
  {
    id: 'CVE-2025-64525',
    what: 'no header changes the path that page middleware sees',
    request: [
      get('/private/', 'X-Forwarded-Proto: x:docs/?'),
      get('/private/', 'Host: a/docs/?'),
      get('/private/', 'X-Forwarded-Host: a/docs/?', 'X-Forwarded-Port: /docs?'),
      get('/private/', 'X-Rewrite-Url: /docs/a/', 'x-middleware-subrequest: middleware'),
    ],
    safe: KEPT_OUT,
  },
  {
    id: 'CVE-2025-54793',
    what: 'a slash at the end is put to paths of this site only',
    request: ['//evil.test', '//evil.test/', '//evil.test/..', '/docs//evil.test', '///'].map(
      (path) => get(path),
    ),
    safe: STAYS,
  },
  {
    id: 'CVE-2025-55207',
    what: 'a slash at the end is put to paths of this site only, whatever stands in front',
    request: ['//evil.test//foo', '/docs/..//evil.test', '/.//evil.test', '/%2F/evil.test'].map(
      (path) => get(path),
    ),
    safe: STAYS,
  },
  {
    id: 'backslash-path',
    what: 'a slash at the end is put to no path with a backslash',
    request: [
      String.raw`/\evil.test/foo`,
      String.raw`/\evil.test`,
      String.raw`/docs\..\\evil.test`,
      '/%5Cevil.test',
      '/\t/evil.test'.replace('\t', '%09'),
    ].map((path) => get(path)),
    safe: STAYS,
  },
  {
    id: 'slash-host',
    what: 'a redirect to the other spelling of a path names no host',
    request: [get('/docs/a', 'Host: evil.test'), get('/docs/a/?b#c', 'Host: evil.test')],
    safe: STAYS,
  },
  {
    id: 'CVE-2026-44372',
    what: 'a configured redirect of what follows a path leads to this site',
    request: [
      '/legacy//evil.test',
      '/legacy/%2Fevil.test',
      '/legacy/%2F%2Fevil.test',
      '/legacy/%5Cevil.test',
      String.raw`/legacy/\evil.test`,
      '/legacy/%09/evil.test',
      '/legacy/%252Fevil.test',
      '/legacy/.//evil.test',
      '/legacy/evil.test',
      '/legacy/@evil.test',
      '/legacy/?/../..//evil.test',
      '/legacy',
    ].map((path) => get(path)),
    safe: STAYS,
  },
  {
    id: 'CVE-2026-64645',
    what: 'a param of a configured redirect does not become the host',
    request: [
      'evil.test%2F',
      'evil.test%23',
      'evil.test%3F',
      'evil.test%5C',
      'evil.test:80',
      '%40',
    ].map((host) => get(`/go/${host}`)),
    safe: {
      status: [301, 400, 404],
      headers: { location: /^(?:|https:\/\/(?:[\w.%-]|%\w\w)+\.cdn\.test\/x)$/ },
    },
  },
  {
    id: 'redirect-headers',
    what: 'a param of a configured redirect adds no header',
    request: ['a%0D%0AX-Evil:1', 'a%00', 'a%0D', 'a%C3%A9', 'a%E2%80%A8'].map((id) =>
      get(`/old/${id}`),
    ),
    safe: {
      status: [301, 404],
      headers: { 'x-evil': undefined, location: /^(?:|\/new\/[\w%.:-]+\?x=1)$/ },
    },
  },
  {
    id: 'CVE-2026-64649',
    what: 'a page is not rewritten to another host',
    request: ['//evil.test/x', 'http://127.0.0.1:9/', String.raw`/\evil.test`, 'javascript:x'].map(
      (to) => get(`/rewrite/?to=${encodeURIComponent(to)}`),
    ),
    safe: { status: [301, 500], body: /^(?:host error SSR_PAGES_REWRITE_INVALID)?$/ },
  },
  {
    id: 'rewrite-guard',
    what: 'page middleware is asked again for the page that a page is rewritten to',
    request: ['/private', '/docs/../private', '/%70rivate', './private/x'].map((to) =>
      get(`/rewrite/?to=${encodeURIComponent(to)}`),
    ),
    safe: KEPT_OUT,
  },
  {
    id: 'rewrite-loop',
    what: 'a page that is rewritten to itself comes to an end',
    request: ['/loop/', '/loop', '/rewrite/?to=/loop'].map((path) => get(path)),
    safe: { status: [301, 508] },
  },
  {
    id: 'CVE-2025-64745',
    what: 'an error page shows a path as text and an error not at all',
    request: ['/empty/"><script>', '/empty/?"><script>', '/empty?<script>', '/boom/?<script>'].map(
      (path) => get(path),
    ),
    safe: { status: [301, 404, 500], body: /^(?!.*<script)/s },
  },
  {
    id: 'CVE-2026-73423',
    what: 'a form of another site runs no page middleware, and no redirect answers it with a Location',
    request: ['/private/', '/docs/a/', '/empty/', '/legacy/a/'].map((path) =>
      send('POST', path, ['Origin: http://evil.test', 'Content-Length: 0']),
    ),
    safe: {
      status: 403,
      body: 'host error SSR_PAGES_CROSS_SITE_FORM',
      headers: { location: undefined },
    },
  },
]
