import { expect, test } from '@jest/globals'
import { createIslandResult } from '../../src/render/island/island-result.ts'
import type { PageRender } from '../../src/render/page-render.ts'
import { PageState } from '../../src/render/page-state.ts'
import { nextTask } from '../../src/render/next-task.ts'

test('a renderer learns that its page is no longer wanted', async () => {
  const state = new PageState()
  const { signal } = createIslandResult({ state } as PageRender)
  state.notify()
  await nextTask()
  expect(signal.aborted).toBe(false)
  state.stop()
  await nextTask()
  expect(signal.aborted).toBe(true)
})
