import { promisify } from 'node:util'
import { describe, expect, test } from '@jest/globals'
import type express from 'express'
import type { RequestHandler } from 'express'
import session from 'express-session'
import { Passport } from 'passport'
import { Strategy } from 'passport-local'
import supertest from 'supertest'
import { withServer } from '../support/serve.ts'
import { FRAMEWORKS, pages } from './hosts.ts'
import { watchProcess } from './watch-process.ts'

watchProcess()

const ADA = { username: 'ada', password: 'engine' }

/** Passes the parts of passport that pages use to them. */
const share: RequestHandler = (req, res, next) => {
  Object.assign(res.locals, {
    user: req.user,
    session: req.session,
    logIn: promisify(req.logIn.bind(req)),
    logOut: promisify(req.logOut.bind(req)),
  })
  next()
}

const membersOnly: RequestHandler = (req, res, next) => {
  if (req.isAuthenticated()) next()
  else res.redirect('/login')
}

function createApp(framework: typeof express): express.Express {
  const passport = new Passport()
  passport.use(
    new Strategy((name, password, done) => {
      if (password === ADA.password) done(null, { name })
      else done(null, false, { message: 'Wrong password' })
    }),
  )
  passport.serializeUser((user, done) => done(null, user.name))
  passport.deserializeUser((name, done) => done(null, { name }))
  const logIn = passport.authenticate('local', {
    successRedirect: '/account',
    failureRedirect: '/login',
    failureMessage: true,
  })
  return framework()
    .use(framework.urlencoded({ extended: false }))
    .use(session({ secret: 'key', resave: false, saveUninitialized: false }))
    .use(passport.session(), share)
    .post('/login', logIn)
    .use('/whole', membersOnly)
    .use(pages)
}

describe.each(FRAMEWORKS)('passport in %s', (_framework, framework) => {
  async function withClient(run: (client: ReturnType<typeof supertest.agent>) => Promise<unknown>) {
    await withServer(createApp(framework), ({ url }) => run(supertest.agent(url)))
  }

  test('a login by the host is seen by a page, and ended by an API route', async () => {
    await withClient(async (client) => {
      await client.post('/login').type('form').send(ADA).expect(302).expect('location', '/account')
      await client.get('/account').expect(200, '<!DOCTYPE html><h1>Hello ada</h1>')
      await client.post('/api/logout').expect(303).expect('location', '/account')
      await client.get('/account').expect(302).expect('location', '/login')
    })
  })

  test('a failed login is explained by the page it redirects to', async () => {
    await withClient(async (client) => {
      await client.get('/login').expect(200, /Welcome/)
      const wrong = { ...ADA, password: 'wrong' }
      await client.post('/login').type('form').send(wrong).expect(302).expect('location', '/login')
      await client.get('/login').expect(200, /Wrong password/)
      await client.get('/account').expect(302)
    })
  })

  test('a page can log a visitor in, into a new session', async () => {
    await withClient(async (client) => {
      const failed = await client
        .post('/login')
        .type('form')
        .send({ ...ADA, password: 'wrong' })
      const joined = await client.post('/join').type('form').send(ADA).expect(303)
      expect(joined.headers['set-cookie']).toHaveLength(1)
      expect(joined.headers['set-cookie']).not.toEqual(failed.headers['set-cookie'])
      await client.get('/account').expect(200, /Hello ada/)
    })
  })

  test("the host's check runs before a page", async () => {
    await withClient(async (client) => {
      await client.get('/whole').expect(302).expect('location', '/login')
      await client.post('/login').type('form').send(ADA)
      await client.get('/whole').expect(200, /whole/)
    })
  })
})
