/** The header that H prints. It must be escaped. */
const headers = { 'x-name': 'Ada <ada@example.org> & "co"' }

/**
 * The requests that every peer answers. `expects` says how answers are compared: parsed as HTML, as
 * JSON, as text, or by their length.
 */
export const PAGES = {
  H: { title: 'hello, prints a header', path: '/hello', headers, expects: 'html' },
  U: { title: 'hello, request not touched', path: '/plain', expects: 'html' },
  S: { title: 'spiral of 2,398 tiles', path: '/spiral', expects: 'html' },
  O: { title: 'the spiral, with style objects', path: '/spiral-object', expects: 'html' },
  T: { title: 'table of 1,000 row components', path: '/table', expects: 'html' },
  L: { title: 'layout, 20 links, 100 cards', path: '/layout', expects: 'html' },
  A: { title: 'waits 5 ms, then 50 items', path: '/wait', expects: 'html' },
  J: { title: 'JSON with a param', path: '/api/users/42', expects: 'json' },
  P: {
    title: 'echoes a POST of 1 KiB',
    path: '/api/echo',
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text: 'x'.repeat(1024 - 11) }),
    expects: 'json',
  },
  R: { title: "new Response('ok'), one header read", path: '/api/ok', headers, expects: 'text' },
  B: { title: '10 MiB streamed', path: '/api/big', connections: 8, expects: 'length' },
}
