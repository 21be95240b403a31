import { describe, expect, test } from '@jest/globals'
import type { RequestHandler } from 'express'
import serveStatic from 'serve-static'
import { request } from 'undici'
import { withServer } from '../support/serve.ts'
import { FIXTURES, FRAMEWORKS, built, pages } from './hosts.ts'
import { setLocals } from './locals.ts'
import { watchProcess } from './watch-process.ts'

watchProcess()

interface Case {
  readonly what: string
  readonly method?: 'HEAD' | 'POST'
  readonly path: string
  /** The answer if the files come before the pages. */
  readonly filesFirst: string
  /** The answer if the pages come first. */
  readonly pagesFirst: string
}

const CASES: readonly Case[] = [
  {
    what: 'a file that both have',
    path: '/logo.txt',
    filesFirst: '200 from static',
    pagesFirst: '200 from the build',
  },
  {
    what: 'a file of the host',
    path: '/only.txt',
    filesFirst: '200 from static',
    pagesFirst: '200 from static',
  },
  {
    what: 'a file of the build',
    path: '/robots.txt',
    filesFirst: '200 from the build',
    pagesFirst: '200 from the build',
  },
  {
    what: 'the index that both have',
    path: '/',
    filesFirst: '200 static index',
    pagesFirst: '200 <!DOCTYPE html><h1>the page</h1>',
  },
  {
    what: 'a page named like a file',
    path: '/own',
    filesFirst: '200 from static',
    pagesFirst: '200 own',
  },
  {
    what: 'a page named like a file that is posted to',
    method: 'POST',
    path: '/own',
    filesFirst: '200 own',
    pagesFirst: '200 own',
  },
  {
    what: 'a page named like a folder',
    path: '/login',
    filesFirst: '200 <!DOCTYPE html><form method="post">Welcome</form>',
    pagesFirst: '200 <!DOCTYPE html><form method="post">Welcome</form>',
  },
  {
    what: 'a file in a folder named like a page',
    path: '/login/picture.txt',
    filesFirst: '200 from static',
    pagesFirst: '200 from static',
  },
  {
    what: 'the head of a file that both have',
    method: 'HEAD',
    path: '/logo.txt',
    filesFirst: '200 ',
    pagesFirst: '200 ',
  },
  {
    what: 'a hidden file',
    path: '/.hidden',
    filesFirst: '404 nobody',
    pagesFirst: '404 nobody',
  },
  {
    what: 'what nobody has',
    path: '/nowhere.txt',
    filesFirst: '404 nobody',
    pagesFirst: '404 nobody',
  },
]

describe.each(FRAMEWORKS)('serve-static in %s', (_framework, framework) => {
  const files = serveStatic(`${FIXTURES}/static`, { extensions: ['html'], redirect: false })
  const locals = setLocals({ session: {} })
  const nobody: RequestHandler = (_req, res) => void res.status(404).send('nobody')
  const orders = {
    filesFirst: framework().use(locals, files, pages, built, nobody),
    pagesFirst: framework().use(locals, pages, built, files, nobody),
  }

  test.each(CASES)('$what is answered by the one that comes first', async (one) => {
    for (const order of ['filesFirst', 'pagesFirst'] as const) {
      await withServer(orders[order], async ({ url }) => {
        const { statusCode, body } = await request(url + one.path, { method: one.method ?? 'GET' })
        expect([order, `${statusCode} ${await body.text()}`]).toEqual([order, one[order]])
      })
    }
  })
})
