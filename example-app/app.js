import { fileURLToPath } from 'node:url'
import express from 'express'
import session from 'express-session'
import { ssrPages } from 'ssr-pages'
import { plainPage } from './shop/plain-page.js'

/**
 * The whole shop: an ordinary Express app, with the pages as one of its middlewares.
 *
 * @param {object} options - What lives as long as the process, made by server.js.
 * @param {import('./src/types.ts').Shop} options.shop - The database's questions and answers.
 * @param {import('./src/types.ts').Carrier} options.carrier - The parcel carrier's API.
 * @param {string} options.secret - Signs the session cookie.
 * @returns {import('express').Express} The app, not listening yet.
 */
export function createApp({ shop, carrier, secret }) {
  const app = express()

  app.use(
    session({
      secret,
      resave: false,
      saveUninitialized: false,
      // SameSite=Lax keeps forms on other sites from posting in a customer's name.
      cookie: { httpOnly: true, sameSite: 'lax', secure: 'auto' },
      // Sessions live in memory here. In production add `store:` with connect-redis or the like,
      // and `app.set('trust proxy', 1)` when TLS ends at a proxy.
    }),
  )

  // Pages see res.locals as Astro.locals. The shop comes to them this way, so that they use the one
  // database this process opened, and know neither its path nor its driver.
  app.use(async (req, res, next) => {
    const { userId } = req.session
    res.locals.shop = shop
    res.locals.carrier = carrier
    res.locals.user = userId === undefined ? undefined : await shop.user(userId)
    next()
  })

  app.get('/api/stock', async (req, res) => {
    res.json(await shop.stock())
  })

  app.post('/login', express.urlencoded({ extended: false }), async (req, res, next) => {
    const { email = '', password = '' } = req.body ?? {}
    const user = await shop.signIn(String(email), String(password))
    if (!user) {
      // The page says so, and keeps the address.
      res.locals.failedEmail = String(email)
      return next()
    }
    await startSession(req, user.id)
    res.redirect('/account')
  })

  app.post('/logout', (req, res, next) => {
    req.session.destroy((error) => (error ? next(error) : res.redirect('/')))
  })

  // All that nothing above has answered is for the pages: those without a page get 404.astro.
  app.use(
    ssrPages({ dir: fileURLToPath(new URL('dist/pages', import.meta.url)), notFound: 'render' }),
  )

  app.use(answerError)
  return app
}

/**
 * A new id at login, so that an id somebody planted before is worth nothing after.
 *
 * @param {import('express').Request} req
 * @param {number} userId
 * @returns {Promise<void>}
 */
function startSession(req, userId) {
  return new Promise((resolve, reject) => {
    req.session.regenerate((error) => {
      if (error) return reject(error)
      req.session.userId = userId
      resolve()
    })
  })
}

/** The log gets everything, the visitor only whose mistake it was. */
function answerError(error, req, res, next) {
  console.error(`${req.method} ${req.originalUrl}`, error)
  if (res.headersSent) return next(error)
  const status = error.status >= 400 && error.status < 500 ? error.status : 500
  const text = status === 500 ? 'Please try again in a moment.' : 'Your browser sent something odd.'
  res.status(status).send(plainPage('That did not work', text))
}
