export const GET = () => new Response(null, { status: 204 })
