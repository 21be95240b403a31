export function GET({ request }) {
  return new Response('ok', { headers: { 'x-seen': String(request.headers.get('x-name').length) } })
}
