import { wait } from '../data.mjs'
import { endHTML, expressOf } from '../mount.mjs'
import { ready } from '../ready.mjs'

export default () => {
  const pages = Object.entries(ready).map(([id, html]) => [id, () => html])
  return expressOf({ ...Object.fromEntries(pages), A: () => wait().then(() => ready.A) }, endHTML)
}
