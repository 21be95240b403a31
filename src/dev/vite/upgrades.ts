import { EventEmitter } from 'node:events'
import { type IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { property } from '../../diagnostics/failure.ts'

/** The WebSocket requests of the user's own servers that are for Vite. */
export interface Upgrades {
  /** Stands for a server: emits `upgrade` for the requests that are let in. */
  readonly target: EventEmitter
  /** Listens to a server as well; again is the same as once. */
  attach(server: EventEmitter): void
  /** Leaves all servers as they were. */
  close(): void
}

/** What to do with an upgrade: let Vite have it, refuse it, or leave it to the user's server. */
export type Verdict = 'accept' | 'refuse' | 'leave'

/**
 * Takes the upgrades for Vite out of those that servers get. All others reach the listeners of their
 * server as before; ours would otherwise be refused by any WebSocket server that knows only its own path.
 *
 * @param judge - Decides by the request.
 * @returns Listens to no server yet.
 */
export function createUpgrades(judge: (req: IncomingMessage) => Verdict): Upgrades {
  const target = new EventEmitter()
  const servers = new Map<EventEmitter, () => void>()

  function take(req: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    const verdict = judge(req)
    if (verdict === 'leave') return false
    // Node has taken its own listener off: a reset would be an uncaught exception.
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

/** Marks our listeners, also those of another copy of this package in the same process. */
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
  // Without a listener Node would take each upgrade for a plain request.
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

// The server reads the request once more, this time as a plain one, as Node does when nobody listens for
// upgrades: a client that offers HTTP/2 over plain text sends its body right behind.
// https://nodejs.org/api/http.html#event-connection
function readAgain(server: EventEmitter, req: IncomingMessage, socket: Duplex, head: Buffer): void {
  socket.on('error', ignore)
  whenFree(socket, () => {
    if (socket.destroyed) return
    // What is left of an earlier request on this connection.
    if (socket instanceof Socket) socket.setTimeout(0)
    socket.unshift(Buffer.concat([Buffer.from(toPlainHead(req), 'latin1'), head]))
    const isEncrypted = property(socket, 'encrypted') === true
    server.emit(isEncrypted ? 'secureConnection' : 'connection', socket)
    socket.off('error', ignore)
  })
}

// Requests can come one behind the other: those before this one are answered first. The new parser would
// not know of their responses.
function whenFree(socket: Duplex, act: () => void): void {
  const response = property(socket, '_httpMessage')
  if (!(response instanceof ServerResponse)) return act()
  response.once('close', () => whenFree(socket, act))
}

// It is `Connection: upgrade` that makes a request one for another protocol; pages may read the rest.
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

/** How often a socket looks whether its server still listens. */
const LOOK_MS = 200

// An open page would keep a server that is closed from ever having ended.
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
  // A client that keeps its side open would otherwise keep the connection.
  socket.once('finish', () => socket.destroy())
  socket.end(`HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

function ignore(): void {}
