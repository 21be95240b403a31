const { Router } = require('express')

/**
 * Members and their loans: these routes render views of EJS, as they always did.
 *
 * @param {import('../lib/library.js').Library} library
 */
module.exports = function members(library) {
  const router = Router()

  router.get('/login', (req, res) => {
    res.render('login', { title: 'Sign in', card: '', error: '' })
  })

  router.post('/login', (req, res, next) => {
    const card = String(req.body?.card ?? '')
    const member = library.member(card)
    if (!member) {
      const error = 'There is no card with this number.'
      return res.status(422).render('login', { title: 'Sign in', card, error })
    }
    // A new session id, so that an id planted by an attacker is useless.
    req.session.regenerate((error) => {
      if (error) return next(error)
      req.session.card = card
      req.flash('info', `Welcome, ${member.name}!`)
      res.redirect(303, '/loans')
    })
  })

  router.post('/logout', (req, res, next) => {
    req.session.destroy((error) => (error ? next(error) : res.redirect(303, '/')))
  })

  router.get('/loans', (req, res) => {
    const { member } = res.locals
    if (!member) return res.redirect(303, '/login')
    res.render('loans', { title: 'My loans', loans: library.loansOf(member) })
  })

  router.post('/loans/:id/return', (req, res, next) => {
    const tool = library.tool(req.params.id)
    const { member } = res.locals
    if (!tool || !member || tool.card !== member.card) return next()
    library.takeBack(tool)
    req.flash('info', `Thank you for bringing back: ${tool.name}.`)
    res.redirect(303, '/loans')
  })

  return router
}
