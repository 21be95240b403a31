export function GET({ url }) {
  let isFirst = true
  const body = new ReadableStream({
    pull(controller) {
      if (!isFirst) throw new Error('secret of the stream')
      isFirst = false
      controller.enqueue(new TextEncoder().encode('part'))
    },
  })
  const headers = url.searchParams.has('cached') ? { 'cache-control': 'public, max-age=60' } : {}
  return new Response(body, { headers })
}
