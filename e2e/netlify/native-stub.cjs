// aws-lambda-ric needs its native addon for buffered results and errors only; `next` and streams are
// plain HTTP. This answers in its place, so that nothing has to be compiled.
/** @type {any} Its `_load` is not documented. */
const Module = require('node:module')
const http = require('node:http')

const [host, port] = (process.env.AWS_LAMBDA_RUNTIME_API ?? '').split(':')

function post(id, what, body) {
  const path = `/2018-06-01/runtime/invocation/${id}/${what}`
  const headers = { 'content-type': 'application/json' }
  const request = http.request({ host, port, path, method: 'POST', headers }, (response) =>
    response.resume(),
  )
  request.end(body)
}

const addon = {
  initializeClient() {},
  next() {
    throw new Error('AWS_LAMBDA_NODEJS_USE_ALTERNATIVE_CLIENT_1 must be true')
  },
  done: (id, body) => post(id, 'response', body),
  error: (id, body) => post(id, 'error', body),
}

const load = Module._load
Module._load = function loadOrStub(name, ...rest) {
  return name.endsWith('rapid-client.node') ? addon : load.call(this, name, ...rest)
}
