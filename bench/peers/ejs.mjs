import { links, products, rows, spiral } from '../data.mjs'
import { viewsOf } from '../mount.mjs'

export default () =>
  viewsOf('ejs', {
    H: ['hello', (name) => ({ name })],
    S: ['spiral', () => ({ tiles: spiral() })],
    T: ['table', () => ({ rows })],
    L: ['products', () => ({ links, products })],
  })
