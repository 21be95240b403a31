import { type Attack, NOT_FOUND, get, post } from './attack.ts'

const ELSEWHERE = 'Host: 127.0.0.1:9'

/**
 * Requests that made other servers send requests themselves; `/` reports any connection of ours.
 */
export const selfRequests: readonly Attack[] = [
  {
    id: 'CVE-2026-54299',
    what: 'the 404 page is not fetched from the host that the client named',
    request: get('/app/nope', ELSEWHERE),
    safe: { status: 404, body: /<p title="http:\/\/127\.0\.0\.1:9\/app\/nope">/ },
  },
  {
    id: 'CVE-2026-25545',
    what: 'an error is not answered by a request to the host that the client named',
    request: [get('/boom', ELSEWHERE), get('/app/boom', ELSEWHERE)],
    safe: { status: 500, body: 'host error Error' },
  },
  {
    id: 'CVE-2026-64649',
    what: 'a form that is sent does not make the server ask the host that the client named',
    request: post('/form', 'a=1', ELSEWHERE, 'Content-Type: application/x-www-form-urlencoded'),
    safe: { status: 200, body: /1 fields/ },
  },
  {
    id: 'CVE-2024-34351',
    what: 'a redirect to a path stays a path, and the server does not follow it',
    request: get('/r?to=/x', ELSEWHERE),
    safe: { status: 302, body: '', headers: { location: '/x' } },
  },
  ...[
    ['CVE-2025-58179', '/_image?href=https://evil.test/x.png'],
    ['CVE-2025-59837', String.raw`/_image?href=\\evil.test/x.png`],
    ['CVE-2025-55303', '/_image?href=//evil.test/x.png'],
    ['CVE-2026-27829', '/_image?href=https://evil.test/x.png&inferSize=true'],
    ['CVE-2026-33769', '/_image?href=https://evil.test/a/../x.png'],
    ['CVE-2026-41321', '/_image?href=http://127.0.0.1:9/redirect.png'],
    ['CVE-2025-65019', '/_image?href=data:image/svg%2bxml,%3Csvg%20onload=alert(1)%3E'],
    ['GHSA-26w7-cxv4-gfx2', '/_image?href=/app.avif&f=avif'],
  ].map(([id = '', target = '']) => ({
    id,
    what: 'there is no address that fetches or converts images',
    request: [get(target), get(`/app${target}`), get(target.replace('_image', '_ipx'))],
    safe: { status: 404 },
  })),
  {
    id: 'GHSA-q7p4-cm8g-969j',
    what: 'a mount path that goes on as another word takes nothing off a path',
    request: [
      get('/apphttp://169.254.169.254/'),
      get('/apphttp:/169.254.169.254/'),
      get('/app@evil.test/'),
    ],
    safe: NOT_FOUND,
  },
]
