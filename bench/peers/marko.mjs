import { Hello, Products, Spiral, Table } from '../.built/peers/marko.mjs'
import { spiral } from '../data.mjs'
import { expressOf } from '../mount.mjs'

export default () =>
  expressOf({
    H: (name) => Hello.render({ name }).toString(),
    S: () => Spiral.render({ tiles: spiral() }).toString(),
    T: () => Table.render({}).toString(),
    L: () => Products.render({}).toString(),
  })
