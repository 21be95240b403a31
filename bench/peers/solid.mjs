import { createComponent, renderToString } from 'solid-js/web'
import { Hello, Products, Spiral, Table, Wait } from '../.built/peers/solid.mjs'
import { spiral, wait } from '../data.mjs'
import { expressOf } from '../mount.mjs'

export default () =>
  expressOf({
    H: (name) => render(Hello, { name }),
    S: () => render(Spiral, { tiles: spiral() }),
    T: () => render(Table),
    L: () => render(Products),
    A: () => wait().then(() => render(Wait)),
  })

function render(component, props = {}) {
  return `<!doctype html>${renderToString(() => createComponent(component, props))}`
}
