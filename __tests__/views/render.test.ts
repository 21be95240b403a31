import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import express from 'express'
import supertest from 'supertest'
import '../support/package.ts'
import { buildViews, loadViews, removeViews } from './site.ts'

let folder: string

beforeAll(() => {
  folder = buildViews()
})

afterAll(removeViews)

describe('res.render() of Express renders a view', () => {
  test('with its props and styles', async () => {
    const app = express()
    app.use(loadViews(folder).views)
    app.get('/products/:id', (_req, res) =>
      res.render('products/show', { product: { name: 'Lamp', price: 7 } }),
    )
    const answer = await supertest(app).get('/products/1')
    expect(answer.text).toMatch(/<h1>Lamp<\/h1>.*7 EUR/)
    expect(answer.status).toBe(200)
    const [, href = ''] = /<link rel="stylesheet" href="([^"]+)"/.exec(answer.text) ?? []
    expect((await supertest(app).get(href)).text).toContain('#010203')
  })
})
