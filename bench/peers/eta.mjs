import { fileURLToPath } from 'node:url'
import { Eta } from 'eta'
import { links, products, rows, spiral } from '../data.mjs'
import { expressOf } from '../mount.mjs'

export default () => {
  const views = fileURLToPath(new URL('../components/eta', import.meta.url))
  const eta = new Eta({ views, cache: true })
  return expressOf({
    H: (name) => eta.render('./hello', { name }),
    S: () => eta.render('./spiral', { tiles: spiral() }),
    T: () => eta.render('./table', { rows }),
    L: () => eta.render('./products', { links, products }),
  })
}
