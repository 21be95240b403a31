import { type Attack, NOT_FOUND, get } from './attack.ts'

/** Redirects to another site. */
export const redirects: readonly Attack[] = [
  {
    id: 'CVE-2025-54793',
    what: 'a path that looks like a host is not redirected to',
    request: ['//evil.test/', '//evil.test', '//evil.test/..', '///evil.test/'].map((path) =>
      get(path),
    ),
    safe: NOT_FOUND,
  },
  {
    id: 'CVE-2025-55207',
    what: 'a folder of files is not redirected to, whatever its path looks like',
    request: ['//evil.test//foo', '//evil.test/dir', '/dir', '/dir/', '//dir'].map((path) =>
      get(path),
    ),
    safe: NOT_FOUND,
  },
  {
    id: 'backslash-path',
    what: 'a path with a backslash is not redirected to',
    request: [String.raw`/\evil.test/foo`, String.raw`/\evil.test`, String.raw`/\/evil.test/`].map(
      (path) => get(path),
    ),
    safe: NOT_FOUND,
  },
  {
    id: 'CVE-2026-40181',
    what: 'a check by origin, as documented, keeps a redirect here: two slashes',
    request: get('/r-here?to=//evil.test'),
    safe: { status: 302, headers: { location: '/' } },
  },
  {
    id: 'CVE-2026-53669',
    what: 'a check by origin, as documented, keeps a redirect here: backslashes',
    request: [String.raw`/\evil.test`, String.raw`\\evil.test`, String.raw`http:\\evil.test`].map(
      (to) => get(`/r-here?to=${encodeURIComponent(to)}`),
    ),
    safe: { status: 302, headers: { location: '/' } },
  },
  {
    id: 'CVE-2025-68470',
    what: 'a check by origin, as documented, keeps a redirect here: tabs and line breaks',
    request: ['/\t/evil.test', '\t//evil.test', '/\r\n/evil.test', '\u0001//evil.test'].map((to) =>
      get(`/r-here?to=${encodeURIComponent(to)}`),
    ),
    safe: { status: 302, headers: { location: '/' } },
  },
  {
    id: 'CVE-2026-44372',
    what: 'a path that becomes a host by leaving something out is redirected to as a URL',
    request: get('/r-here?to=/.//evil.test'),
    safe: { status: 302, headers: { location: 'http://shop.test//evil.test' } },
  },
  {
    id: 'CVE-2024-29041',
    what: 'a redirect goes where the page has looked, byte for byte',
    request: get(`/r?to=${encodeURIComponent(String.raw`http://allowed.test\@evil.test/?a=%20"`)}`),
    safe: {
      status: 302,
      headers: { location: String.raw`http://allowed.test\@evil.test/?a=%20"` },
    },
  },
  {
    id: 'CVE-2024-43796',
    what: 'a redirect has no body that could show its target',
    request: get(`/r?to=${encodeURIComponent('"><script>alert(1)</script>')}`),
    safe: { status: 302, body: '' },
  },
  {
    id: 'CVE-2026-45669',
    what: 'a redirect has no meta refresh that could run its target',
    request: get(`/r?to=${encodeURIComponent('http://a.test/"http-equiv="refresh')}`),
    safe: { status: 302, body: '', headers: { refresh: undefined } },
  },
  {
    id: 'CVE-2026-22029',
    what: 'a redirect to a script is a Location and nothing that a browser runs',
    request: [
      get('/r?to=javascript:alert(1)'),
      get(`/r?to=${encodeURIComponent('data:text/html,<script>alert(1)</script>')}`),
    ],
    safe: { status: 302, body: '', headers: { location: /^(?:javascript|data):/ } },
  },
  {
    id: 'CVE-2026-40074',
    what: 'a redirect to what no header can hold is an error, not a header of its own',
    request: ['x%0d%0aX-Evil:1', '/%0aX-Evil:1', '/%00', '/%0dx'].map((to) => get(`/r?to=${to}`)),
    safe: { status: 500, headers: { location: undefined, 'x-evil': undefined } },
  },
  {
    id: 'CVE-2026-40074, control characters',
    what: 'a redirect with control characters is encoded',
    request: get('/r?to=/%01%7f%1b'),
    safe: { status: 302, headers: { location: '/%01%7F%1B' } },
  },
]
