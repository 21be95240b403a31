import { items, links, products, rows } from '../../data.mjs'

function Page({ title, children }) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>{title}</title>
      </head>
      <body>{children}</body>
    </html>
  )
}

export function Hello({ name }) {
  return (
    <Page title="Hello">
      <h1>Hello {name}</h1>
      <p>Rendered on the server.</p>
    </Page>
  )
}

export function Spiral({ tiles }) {
  return (
    <Page title="Spiral">
      <div id="wrapper">
        {tiles.map(({ left, top }) => (
          <div class="tile" style={{ left: `${left}px`, top: `${top}px` }} />
        ))}
      </div>
    </Page>
  )
}

export function Table() {
  return (
    <Page title="Table">
      <table>
        <tbody>
          {rows.map((cells) => (
            <Row cells={cells} />
          ))}
        </tbody>
      </table>
    </Page>
  )
}

function Row({ cells }) {
  return (
    <tr>
      {cells.map((cell) => (
        <td>{cell}</td>
      ))}
    </tr>
  )
}

export function Products() {
  return (
    <Layout title="Products & more" header={<h1>All products</h1>}>
      <section class="cards">
        {products.map((product) => (
          <Card product={product}>Add to cart</Card>
        ))}
      </section>
    </Layout>
  )
}

function Layout({ title, header, footer = 'Nothing more.', children }) {
  return (
    <Page title={title}>
      <header>{header}</header>
      <nav>
        <ul>
          {links.map((link) => (
            <NavLink {...link} />
          ))}
        </ul>
      </nav>
      <main>{children}</main>
      <footer>{footer}</footer>
    </Page>
  )
}

function NavLink({ href, label, isCurrent }) {
  return (
    <li>
      <a
        href={href}
        class={isCurrent ? 'link current' : 'link'}
        aria-current={isCurrent ? 'page' : undefined}
      >
        {label}
      </a>
    </li>
  )
}

function Card({ product, children }) {
  const { id, name, text, price, isNew, isSoldOut } = product
  return (
    <article class={`card${isNew ? ' new' : ''}${isSoldOut ? ' sold-out' : ''}`} data-id={id}>
      <img
        src={`/images/${id}.webp`}
        alt={`Photo of ${name}`}
        width="240"
        height="180"
        loading="lazy"
      />
      <h2>
        <a href={`/products/${id}`}>{name}</a>
      </h2>
      {isNew && <span class="badge">New</span>}
      <p class="text">{text}</p>
      <p class="price">{isSoldOut ? <s>€ {price}</s> : <b>€ {price}</b>}</p>
      <button type="button" disabled={isSoldOut}>
        {children}
      </button>
    </article>
  )
}

export function Wait() {
  return (
    <Page title="Wait">
      <ul>
        {items.map((item) => (
          <li>{item}</li>
        ))}
      </ul>
    </Page>
  )
}
