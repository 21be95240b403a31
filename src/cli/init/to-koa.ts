/** What puts pages into a Koa app: the file of docs/hosts.md. */
export const TO_KOA: string = `/** Puts pages into a Koa app: \`app.use(toKoa(ssrPages()))\`. */
export function toKoa(pages) {
  return async function servePages(ctx, next) {
    const { req, res, originalUrl, protocol, host, ip } = ctx
    Object.assign(req, { originalUrl, protocol, host, ip, body: ctx.request.body })
    res.locals = ctx.state
    // Koa's initial status is 404, which no middleware has set.
    if (res.statusCode === 404) res.statusCode = 200
    const isAnswered = await new Promise((resolve, reject) => {
      const finish = () => resolve(true)
      res.once('close', finish)
      pages(req, res, (error) => {
        res.off('close', finish)
        if (error) reject(error)
        else resolve(false)
      })
    })
    if (!isAnswered) {
      if (res.statusCode === 200) res.statusCode = 404
      return next()
    }
    ctx.respond = false
  }
}
`
