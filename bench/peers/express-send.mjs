import express from 'express'
import { wait } from '../data.mjs'
import { expressOf } from '../mount.mjs'
import { PAGES } from '../pages.mjs'
import { ready } from '../ready.mjs'

export default () => {
  const pages = Object.entries(ready).map(([id, html]) => [id, () => html])
  const app = expressOf({ ...Object.fromEntries(pages), A: () => wait().then(() => ready.A) })
  app.get('/api/users/:id', (req, res) => res.json({ id: Number(req.params.id), name: 'Ada' }))
  app.post(PAGES.P.path, express.json(), (req, res) => res.json(req.body))
  app.get(PAGES.R.path, (req, res) => {
    res
      .set('x-seen', String(req.get('x-name').length))
      .type('text')
      .send('ok')
  })
  return app
}
