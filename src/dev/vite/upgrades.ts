import { EventEmitter } from 'node:events'
import { type IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { property } from '../../shared/property.ts'

/** The WebSocket requests to the user's own servers that are for Vite. */
export interface Upgrades {
  /** Replaces a server: it emits `upgrade` for the accepted requests. */
  readonly target: EventEmitter
  /** Also listens to this server. Calling it again has no effect. */
  attach(server: EventEmitter): void
  /** Restores all servers. */
  close(): void
}

/** What to do with an upgrade: pass it to Vite, refuse it, or leave it to the user's server. */
export type Verdict = 'accept' | 'refuse' | 'leave'

/**
 * Intercepts the upgrades for Vite among those that servers receive. All others reach the listeners
 * of their server as before. Without this, any WebSocket server that knows only its own path would
 * refuse ours.
 *
 * @param judge - Decides about a request.
 * @returns Upgrades that listen to no server yet.
 */
export function createUpgrades(judge: (req: IncomingMessage) => Verdict): Upgrades {
  const target = new EventEmitter()
  const servers = new Map<EventEmitter, () => void>()

  function take(req: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    const verdict = judge(req)
    if (verdict === 'leave') return false
    // Node has removed its own listener, so a reset would be an uncaught exception.
    socket.on('error', ignore)
    const isTaken = verdict === 'accept' && target.emit('upgrade', req, socket, head)
    if (isTaken) endWithServer(socket)
    else refuse(socket, verdict === 'accept' ? 503 : 403)
    return true
  }
  return {
    target,
    attach(server) {
      if (!servers.has(server)) servers.set(server, intercept(server, take))
    },
    close() {
      for (const release of servers.values()) release()
      servers.clear()
    },
  }
}

type Take = (req: IncomingMessage, socket: Duplex, head: Buffer) => boolean

/** Marks our listeners, including those of another copy of this package in the same process. */
const OWN = Symbol.for('ssr-pages:upgrade')

function intercept(server: EventEmitter, take: Take): () => void {
  let isOpen = true
  // oxlint-disable-next-line typescript/unbound-method -- called on the server below
  const { emit } = server
  function emitOthers(this: EventEmitter, name: string, ...args: unknown[]): boolean {
    const [req, socket, head] = args as Parameters<Take>
    if (isOpen && name === 'upgrade' && take(req, socket, head)) return true
    return Reflect.apply(emit, this, [name, ...args])
  }
  // Without a listener Node would treat each upgrade as a plain request.
  function onUpgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void {
    const listeners = server.listeners('upgrade')
    if (listeners.every(isOwn) && listeners[0] === marked) readAgain(server, req, socket, head)
  }
  const marked = Object.assign(onUpgrade, { [OWN]: true })
  server.emit = emitOthers
  server.on('upgrade', marked)
  return () => {
    isOpen = false
    server.off('upgrade', marked)
    if (server.emit === emitOthers) server.emit = emit
  }
}

function isOwn(listener: object): boolean {
  return OWN in listener
}

// Makes the server read the request again as a plain one, as Node does without listeners for
// upgrades: a client that offers HTTP/2 over plain text sends its body directly after the head.
// https://nodejs.org/api/http.html#event-connection
function readAgain(server: EventEmitter, req: IncomingMessage, socket: Duplex, head: Buffer): void {
  socket.on('error', ignore)
  whenFree(socket, () => {
    if (socket.destroyed) return
    // Clears the timeout of an earlier request on this connection.
    if (socket instanceof Socket) socket.setTimeout(0)
    socket.unshift(Buffer.concat([Buffer.from(toPlainHead(req), 'latin1'), head]))
    const isEncrypted = property(socket, 'encrypted') === true
    server.emit(isEncrypted ? 'secureConnection' : 'connection', socket)
    socket.off('error', ignore)
  })
}

// Requests can be pipelined. Earlier ones are answered first, because the new parser would not know
// their responses.
function whenFree(socket: Duplex, act: () => void): void {
  const response = property(socket, '_httpMessage')
  if (!(response instanceof ServerResponse)) return act()
  response.once('close', () => whenFree(socket, act))
}

// `Connection: upgrade` is what asks for another protocol. The other headers stay, for pages to
// read.
function toPlainHead({ method, url, httpVersion, rawHeaders }: IncomingMessage): string {
  const lines = [`${method} ${url} HTTP/${httpVersion}`]
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const [name = '', value = ''] = rawHeaders.slice(index, index + 2)
    const kept = name.toLowerCase() === 'connection' ? withoutUpgrade(value) : value
    if (kept !== '' || value === '') lines.push(`${name}: ${kept}`)
  }
  return `${lines.join('\r\n')}\r\n\r\n`
}

function withoutUpgrade(connection: string): string {
  const names = connection.split(',').map((name) => name.trim())
  return names.filter((name) => name.toLowerCase() !== 'upgrade').join(', ')
}

/** How often a socket checks whether its server still listens. */
const LOOK_MS = 200

// The socket of an open page would prevent a closed server from ever ending.
function endWithServer(socket: Duplex): void {
  const server = property(socket, 'server')
  if (property(server, 'listening') !== true) return
  const timer = setInterval(() => {
    if (property(server, 'listening') === false) socket.destroy()
  }, LOOK_MS)
  timer.unref()
  socket.once('close', () => clearInterval(timer))
}

function refuse(socket: Duplex, status: 403 | 503): void {
  const reason = status === 403 ? 'Forbidden' : 'Service Unavailable'
  // Otherwise a client that keeps its side open would keep the connection.
  socket.once('finish', () => socket.destroy())
  socket.end(`HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

function ignore(): void {}
