const KILOBYTE = new Uint8Array(1024).map((_, index) => index % 251)

export function get({ kilobytes }: { kilobytes: string }) {
  let left = Number(kilobytes)
  const body = new ReadableStream({
    pull(controller) {
      if (left-- > 0) controller.enqueue(KILOBYTE)
      else controller.close()
    },
  })
  return new Response(body, { headers: { 'content-type': 'application/octet-stream' } })
}
