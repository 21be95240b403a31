export function ALL({ params, request, url, clientAddress, cookies, locals }) {
  cookies.set('a', '1')
  cookies.set('b', '2')
  return Response.json({
    ...params,
    method: request.method,
    search: url.search,
    clientAddress,
    format: locals.format,
  })
}
