import fastify from 'fastify'
import fastifyHtml from 'fastify-html'
import { items, links, products, rows, spiral, wait } from '../data.mjs'
import { PAGES } from '../pages.mjs'

/** A server of Fastify's own, without Express. */
export default async () => {
  const app = fastify()
  await app.register(fastifyHtml)
  const { html } = app
  const { row, tile, navLink, card } = componentsOf(html)
  app.addLayout(
    (inner, { title }) =>
      html`<!doctype html>
        <html lang="en">
          <head>
            <meta charset="utf-8" />
            <title>${title}</title>
          </head>
          <body>
            !${inner}
          </body>
        </html>`,
  )
  app.decorateReply('title', '')
  const get = (id, title, handler) =>
    app.get(PAGES[id].path, (request, reply) => {
      reply.title = title
      return handler(reply, request)
    })
  get(
    'H',
    'Hello',
    (reply, { headers }) =>
      reply.html`<h1>Hello ${headers['x-name']}</h1><p>Rendered on the server.</p>`,
  )
  get('S', 'Spiral', (reply) => reply.html`<div id="wrapper">!${spiral().map(tile)}</div>`)
  get('T', 'Table', (reply) => reply.html`<table><tbody>!${rows.map(row)}</tbody></table>`)
  get(
    'L',
    'Products & more',
    (reply) => reply.html`<header><h1>All products</h1></header>
<nav><ul>!${links.map(navLink)}</ul></nav>
<main><section class="cards">!${products.map((product) => card(product, 'Add to cart'))}</section></main>
<footer>Nothing more.</footer>`,
  )
  get('A', 'Wait', async (reply) => {
    await wait()
    return reply.html`<ul>!${items.map((item) => html`<li>${item}</li>`)}</ul>`
  })
  await app.ready()
  return app.routing
}

function componentsOf(html) {
  return {
    tile: ({ left, top }) => html`<div class="tile" style="left: ${left}px; top: ${top}px"></div>`,
    row: (cells) =>
      html`<tr>
        !${cells.map((cell) => html`<td>${cell}</td>`)}
      </tr>`,
    navLink: ({ href, label, isCurrent }) =>
      html`<li>
        <a
          href="${href}"
          class="link${isCurrent ? ' current' : ''}"
          !${isCurrent ? ' aria-current="page"' : ''}
          >${label}</a
        >
      </li>`,
    card: ({ id, name, text, price, isNew, isSoldOut }, children) =>
      html`<article
        class="card${isNew ? ' new' : ''}${isSoldOut ? ' sold-out' : ''}"
        data-id="${id}"
      >
        <img
          src="/images/${id}.webp"
          alt="Photo of ${name}"
          width="240"
          height="180"
          loading="lazy"
        />
        <h2><a href="/products/${id}">${name}</a></h2>
        !${isNew ? html`<span class="badge">New</span>` : ''}
        <p class="text">${text}</p>
        <p class="price">!${isSoldOut ? html`<s>€ ${price}</s>` : html`<b>€ ${price}</b>`}</p>
        <button type="button" !${isSoldOut ? ' disabled' : ''}>${children}</button>
      </article>`,
  }
}
