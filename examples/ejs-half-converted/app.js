const path = require('node:path')
const express = require('express')
const flash = require('connect-flash')
const session = require('express-session')
const { ssrPages } = require('ssr-pages')
const { inLayout } = require('./lib/in-layout.js')
const members = require('./routes/members.js')
const tools = require('./routes/tools.js')

/**
 * The tool library: an Express app with views of EJS, half of which are `.astro` views by now.
 *
 * @param {object} options
 * @param {import('./lib/library.js').Library} options.library - The tools and who has them.
 * @param {string} options.secret - Signs the session cookie.
 * @returns {import('express').Express} The app, not listening yet.
 */
exports.createApp = function createApp({ library, secret }) {
  const app = express()
  const pages = ssrPages({ dir: path.join(__dirname, 'dist/pages'), notFound: 'render' })

  app.set('views', path.join(__dirname, 'views'))
  app.set('view engine', 'ejs')
  // EJS views are printed inside the layout of the .astro views: there is one layout.
  app.engine('ejs', inLayout(pages))

  app.use(pages.views)
  // Forms of other sites are refused. The pages would refuse them anyway, the handlers of this app would not.
  app.use(pages.checkOrigin)
  app.use(express.static(path.join(__dirname, 'public')))
  app.use(express.urlencoded({ extended: false }))
  app.use(
    session({
      secret,
      resave: false,
      saveUninitialized: false,
      cookie: { httpOnly: true, sameSite: 'lax', secure: 'auto' },
    }),
  )
  app.use(flash())

  // All views read these, whoever renders them.
  app.use((req, res, next) => {
    res.locals.member = library.member(req.session.card)
    // A function: messages are read when a page prints them, and stay when the answer is a redirect.
    res.locals.messages = () => req.flash('info')
    next()
  })

  app.use(tools(library))
  app.use(members(library))
  app.use(pages)
  app.use(pages.errors)
  return app
}
