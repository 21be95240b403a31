declare module 'express416' {
  import express from 'express'
  export default express
}

declare module 'koa' {
  import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
  interface Context {
    req: IncomingMessage
    res: ServerResponse
    respond: boolean
    status: number
    body: unknown
  }
  export default class Koa {
    silent: boolean
    use(middleware: (ctx: Context) => Promise<void>): this
    callback(): RequestListener
  }
}
