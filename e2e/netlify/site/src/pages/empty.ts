export const GET = () => new Response('', { status: 201, headers: { 'x-a': '1' } })
