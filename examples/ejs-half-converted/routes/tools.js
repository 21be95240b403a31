const { Router } = require('express')
const { wantsFragment } = require('ssr-pages')

/**
 * The tools: these routes render `.astro` views.
 *
 * @param {import('../lib/library.js').Library} library
 */
module.exports = function tools(library) {
  const router = Router()

  router.get('/', (req, res) => {
    const words = String(req.query.words ?? '')
    // The search field asks for the list alone; without JavaScript it is a form that gets the page.
    const view = wantsFragment(req) ? 'tools/index#list' : 'tools/index'
    res.render(view, { words, tools: library.find(words) })
  })

  router.param('id', (req, res, next, id) => {
    req.tool = library.tool(id)
    // No such tool: the 404 page answers.
    next(req.tool ? undefined : 'route')
  })

  router.get('/tools/:id', (req, res) => {
    res.render('tools/show', { tool: req.tool })
  })

  router.post('/tools/:id/borrow', (req, res) => {
    const { member } = res.locals
    if (!member) {
      req.flash('info', 'Sign in to borrow a tool.')
      return res.redirect(303, '/login')
    }
    const { days = '' } = req.body ?? {}
    const error = problemWith(req.tool, String(days))
    if (error) {
      return res.status(422).render('tools/show', { tool: req.tool, days: String(days), error })
    }
    library.lend(req.tool, member, Number(days))
    req.flash('info', `${req.tool.name} is yours for ${days} days.`)
    res.redirect(303, '/loans')
  })

  return router
}

function problemWith(tool, days) {
  if (tool.card) return 'Somebody else was faster.'
  return /^[1-7]$/.test(days) ? undefined : 'Choose from 1 to 7 days.'
}
