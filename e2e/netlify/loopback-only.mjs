// Loaded into Netlify's tools: the one host whose name cannot be set is answered here, and no other
// is asked that is not this machine.
const realFetch = globalThis.fetch

globalThis.fetch = async function fetchLoopback(input, init) {
  const url = new URL(input instanceof Request ? input.url : input)
  if (url.hostname === 'api.netlifysdk.com') return Response.json([])
  if (['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)) return realFetch(input, init)
  throw new TypeError(`${url.href} is not on this machine`)
}
