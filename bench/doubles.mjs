/** Node's request and response without a socket, so that only our own work is measured. */
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'

const socket = new Socket()

/** Creates a GET request for a path. */
export function createRequest(path, headers = {}) {
  const req = new IncomingMessage(socket)
  req.method = 'GET'
  req.url = path
  req.httpVersion = '1.1'
  req.httpVersionMajor = 1
  req.httpVersionMinor = 1
  req.rawHeaders = ['Host', 'localhost', ...Object.entries(headers).flat()]
  req.headers = { host: 'localhost', ...headers }
  req.complete = true
  return req
}

/** A response that keeps nothing but the size of what was written. */
export class ResponseDouble extends ServerResponse {
  size = 0
  #isSent = false

  // @ts-expect-error -- Declared as a property, and an accessor in Node, too.
  get headersSent() {
    return this.#isSent
  }
  // @ts-expect-error -- As above.
  get writableEnded() {
    return this.#isSent
  }
  writeHead(status) {
    this.statusCode = status
    return this
  }
  write(chunk) {
    this.size += flatten(chunk)
    return true
  }
  end(chunk) {
    this.#isSent = true
    if (typeof chunk === 'string') this.write(chunk)
    return this
  }
}

/** Flattens a string that `+=` has built from many parts, as a socket would. Returns its length. */
export function flatten(text) {
  text.charCodeAt(text.length >> 1)
  return text.length
}
