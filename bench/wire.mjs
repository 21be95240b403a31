import { createServer } from 'node:http'
import { Duplex } from 'node:stream'

/**
 * Creates a Node server with one connection and without a socket. Requests and answers pass through the
 * whole of `node:http`, but neither the system nor another process adds to the cost.
 *
 * @param listener - The request listener.
 * @returns A function that sends the text of a request, and resolves when the answer is complete. It
 *   rejects when the status is not 200: an error costs less than a page.
 */
export function createWire(listener) {
  const server = createServer(listener)
  const wire = new Wire()
  server.emit('connection', wire)
  return (text) =>
    new Promise((resolve, reject) => {
      server.once('request', (req, res) => {
        res.once('finish', () => {
          if (res.statusCode === 200) resolve(undefined)
          else reject(new Error(`${req.url} answers ${res.statusCode}.`))
        })
      })
      wire.push(text)
    })
}

/**
 * The text of a request.
 *
 * @param page - An entry of `pages.mjs`.
 * @returns The text for `createWire`'s function.
 */
export function toText({ path, method = 'GET', headers = {}, body = '' }) {
  const length = body && { 'content-length': Buffer.byteLength(body) }
  const lines = Object.entries({ host: 'localhost', ...headers, ...length }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  )
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`
}

class Wire extends Duplex {
  _read() {}
  _write(piece, encoding, done) {
    done()
  }
}
