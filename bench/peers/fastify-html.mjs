import fastify from 'fastify'
import fastifyHtml from 'fastify-html'
import { items, links, products, rows, spiral, wait } from '../data.mjs'
import { PAGES } from '../pages.mjs'

/** Its own Fastify server, without Express. */
export default async () => {
  const app = fastify()
  await app.register(fastifyHtml)
  // Renamed, because formatters would add white space to templates with the tag `html`.
  const markup = app.html
  const { row, tile, navLink, card } = componentsOf(markup)
  const body = {
    H: (request) =>
      markup`<h1>Hello ${request.headers['x-name']}</h1><p>Rendered on the server.</p>`,
    S: () => markup`<div id="wrapper">!${spiral().map(tile)}</div>`,
    T: () => markup`<table><tbody>!${rows.map(row)}</tbody></table>`,
    L: () => markup`<header><h1>All products</h1></header>
<nav><ul>!${links.map(navLink)}</ul></nav>
<main><section class="cards">!${products.map((product) => card(product, 'Add to cart'))}</section></main>
<footer>Nothing more.</footer>`,
    async A() {
      await wait()
      return markup`<ul>!${items.map((item) => markup`<li>${item}</li>`)}</ul>`
    },
  }
  app.decorateReply('title', '')
  app.addLayout(
    (inner, { title }) =>
      markup`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body>!${inner}</body></html>`,
  )
  for (const [id, render] of Object.entries(body)) {
    app.get(PAGES[id].path, async (request, reply) => {
      reply.title = TITLES[id]
      const content = id === 'A' ? await render() : render(request)
      return reply.html`!${content}`
    })
  }
  await app.ready()
  return app.routing
}

const TITLES = { H: 'Hello', S: 'Spiral', T: 'Table', L: 'Products & more', A: 'Wait' }

function componentsOf(markup) {
  return {
    tile: ({ left, top }) =>
      markup`<div class="tile" style="left: ${left}px; top: ${top}px"></div>`,
    row: ([id, name, email, order, amount]) =>
      markup`<tr><td>${id}</td><td>${name}</td><td>${email}</td><td>${order}</td><td>${amount}</td></tr>`,
    navLink: ({ href, label, isCurrent }) =>
      markup`<li><a href="${href}" class="link${isCurrent ? ' current' : ''}"!${isCurrent ? ' aria-current="page"' : ''}>${label}</a></li>`,
    card: (
      { id, name, text, price, isNew, isSoldOut },
      children,
    ) => markup`<article class="card${isNew ? ' new' : ''}${isSoldOut ? ' sold-out' : ''}" data-id="${id}">
<img src="/images/${id}.webp" alt="Photo of ${name}" width="240" height="180" loading="lazy">
<h2><a href="/products/${id}">${name}</a></h2>
!${isNew ? markup`<span class="badge">New</span>` : ''}
<p class="text">${text}</p>
<p class="price">!${isSoldOut ? markup`<s>€ ${price}</s>` : markup`<b>€ ${price}</b>`}</p>
<button type="button"!${isSoldOut ? ' disabled' : ''}>${children}</button>
</article>`,
  }
}
