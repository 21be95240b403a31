import { createSSRApp } from 'vue'
import { renderToString } from 'vue/server-renderer'
import { Hello, Products, Spiral, Table } from '../.built/peers/vue.mjs'
import { spiral } from '../data.mjs'
import { asyncExpressOf } from '../mount.mjs'

export default () =>
  asyncExpressOf({
    H: (name) => render(Hello, { name }),
    S: () => render(Spiral, { tiles: spiral() }),
    T: () => render(Table),
    L: () => render(Products),
  })

async function render(component, props) {
  return `<!doctype html>${await renderToString(createSSRApp(component, props))}`
}
