const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)

export const GET = () => new Response(bytes, { headers: { 'content-type': 'image/png' } })
