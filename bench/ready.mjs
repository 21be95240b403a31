import { PAGES } from './pages.mjs'
import { template } from './template.mjs'

/** Every page as a string that is ready before the first request. */
export const ready = {}
for (const [id, render] of Object.entries(template)) {
  ready[id] = await render(PAGES[id].headers?.['x-name'])
}
