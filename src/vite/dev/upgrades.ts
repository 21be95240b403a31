import { EventEmitter } from 'node:events'
import { type IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

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
    if (verdict === 'accept') target.emit('upgrade', req, socket, head)
    if (verdict === 'refuse') socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
    return verdict !== 'leave'
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

function intercept(server: EventEmitter, take: Take): () => void {
  // oxlint-disable-next-line typescript/unbound-method -- called on the server below
  const { emit } = server
  function emitOthers(this: EventEmitter, name: string, ...args: unknown[]): boolean {
    const [req, socket, head] = args as Parameters<Take>
    if (name === 'upgrade' && take(req, socket, head)) return true
    return Reflect.apply(emit, this, [name, ...args])
  }
  // Without a listener Node would take each upgrade for a plain request.
  function onUpgrade(req: IncomingMessage, socket: Duplex): void {
    if (server.listenerCount('upgrade') === 1) answerPlainly(server, req, socket)
  }
  server.emit = emitOthers
  server.on('upgrade', onUpgrade)
  return () => {
    server.off('upgrade', onUpgrade)
    if (server.emit === emitOthers) server.emit = emit
  }
}

// As Node does when nobody listens: such as a client that offers HTTP/2 over plain text.
function answerPlainly(server: EventEmitter, req: IncomingMessage, socket: Duplex): void {
  const res = new ServerResponse(req)
  res.shouldKeepAlive = false
  if (socket instanceof Socket) res.assignSocket(socket)
  res.on('finish', () => socket.end())
  server.emit('request', req, res)
}
