import { once } from 'node:events'
import type { Server } from 'node:http'
import { WebSocket, WebSocketServer } from 'ws'

/** Adds a WebSocket server to an HTTP server, which echoes messages on `/echo`. */
export function addEcho(server: Server): WebSocketServer {
  const sockets = new WebSocketServer({ server, path: '/echo' })
  sockets.on('connection', (socket) => {
    socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }))
  })
  return sockets
}

export async function openEcho(port: number): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/echo`)
  await once(socket, 'open')
  return socket
}

/** Sends a text; resolves with the reply. */
export async function echo(socket: WebSocket, text: string): Promise<string> {
  const answered = once(socket, 'message')
  socket.send(text)
  return String((await answered)[0])
}

/** Closes a socket, and then the WebSocket server. */
export async function closeEcho(socket: WebSocket, sockets: WebSocketServer): Promise<void> {
  const closed = once(socket, 'close')
  socket.close()
  await closed
  sockets.close()
}
