import { fileURLToPath } from 'node:url'
import express from 'express'
import session from 'express-session'
import { ssrPages } from 'ssr-pages'
import { addFlash } from 'ssr-pages/forms'
import { signIn, signUp, welcome } from './shop/accounts.js'
import { plainPage } from './shop/plain-page.js'

/**
 * The whole shop: an ordinary Express app that uses the pages as middleware.
 *
 * @param {object} options - Objects that server.js creates once for the process.
 * @param {import('./src/types.ts').Shop} options.shop - The queries of the database.
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
      // Sessions live in memory here. In production add `store:` with connect-redis, for example,
      // and `app.set('trust proxy', 1)` when TLS ends at a proxy.
    }),
  )

  // Pages read res.locals as Astro.locals. They get the shop this way, so that they share the
  // database connection of this process, and depend neither on its path nor on its driver.
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

  const readsForms = express.urlencoded({ extended: false })

  app.post('/login', readsForms, async (req, res, next) => {
    const { user, form } = await signIn(shop, req)
    if (!user) return showAgain(form, res, next)
    await startSession(req, user.id)
    res.redirect(303, '/account')
  })

  app.post('/sign-up', readsForms, async (req, res, next) => {
    const { user, form } = await signUp(shop, req)
    if (!user) return showAgain(form, res, next)
    await startSession(req, user.id)
    addFlash(req, 'welcome', welcome(user))
    res.redirect(303, '/account')
  })

  app.post('/logout', (req, res, next) => {
    req.session.destroy((error) => (error ? next(error) : res.redirect(303, '/')))
  })

  // The pages answer all other requests: a path without a page gets 404.astro.
  app.use(
    ssrPages({ dir: fileURLToPath(new URL('dist/pages', import.meta.url)), notFound: 'render' }),
  )

  app.use(answerError)
  return app
}

/** Lets the page of the form answer: it shows the mistakes, and what was entered. */
function showAgain(form, res, next) {
  res.locals.form = form
  res.status(422)
  next()
}

/**
 * Creates a new session id at login, so that an id planted by an attacker is useless.
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

/** Logs the whole error, and tells the visitor only whose mistake it was. */
function answerError(error, req, res, next) {
  console.error(`${req.method} ${req.originalUrl}`, error)
  if (res.headersSent) return next(error)
  const status = error.status >= 400 && error.status < 500 ? error.status : 500
  const text = status === 500 ? 'Please try again in a moment.' : 'Your browser sent something odd.'
  res.status(status).send(plainPage('That did not work', text))
}
