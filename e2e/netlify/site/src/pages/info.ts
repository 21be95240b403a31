export const GET = ({ clientAddress, locals, url, request }) =>
  Response.json({
    clientAddress,
    url: url.href,
    isOpen: !request.signal.aborted,
    context: Object.keys(locals.netlify.context),
  })
