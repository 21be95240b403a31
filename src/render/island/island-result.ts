import type { PageRender } from '../page-render.ts'
import type { IslandResult } from './renderer.ts'

const results = new WeakMap<PageRender, IslandResult>()

/**
 * Returns what renderers see of a page: always the same object, by which they count the components
 * of the page.
 */
export function islandResult(render: PageRender): IslandResult {
  const known = results.get(render)
  if (known !== undefined) return known
  const created: IslandResult = {
    get request() {
      return render.context.request
    },
    actionResult: undefined,
  }
  results.set(render, created)
  return created
}
