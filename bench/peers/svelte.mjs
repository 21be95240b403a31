import { Hello, Products, Spiral, Table, render } from '../.built/peers/svelte.mjs'
import { spiral } from '../data.mjs'
import { expressOf } from '../mount.mjs'

export default () =>
  expressOf({
    H: (name) => page('Hello', Hello, { name }),
    S: () => page('Spiral', Spiral, { tiles: spiral() }),
    T: () => page('Table', Table),
    L: () => page('Products &amp; more', Products),
  })

// The shell that users of Svelte write in `app.html`.
function page(title, component, props = {}) {
  const { head, body } = render(component, { props })
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>${head}</head><body>${body}</body></html>`
}
