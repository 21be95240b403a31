import { links, products, rows, spiral } from '../data.mjs'
import { viewsOf } from '../mount.mjs'

export default () =>
  viewsOf('pug', {
    H: ['hello', (name) => ({ title: 'Hello', name })],
    S: ['spiral', () => ({ title: 'Spiral', tiles: spiral() })],
    T: ['table', () => ({ title: 'Table', rows })],
    L: ['products', () => ({ title: 'Products & more', links, products })],
  })
