import { expect, test } from '@jest/globals'
import { createQueue } from '../../src/content/in-order.ts'

test('of two saves of a file that are read at the same time, the later one counts', async () => {
  const enqueue = createQueue()
  let finish = () => {}
  const read = new Promise<void>((resolve) => (finish = resolve))
  const stored: string[] = []
  const slow = enqueue('/a.md', async () => {
    await read
    stored.push('the first')
  })
  const fast = enqueue('/a.md', async () => void stored.push('the second'))
  await enqueue('/b.md', async () => void stored.push('another file'))
  expect(stored).toEqual(['another file'])
  finish()
  await Promise.all([slow, fast])
  expect(stored).toEqual(['another file', 'the first', 'the second'])
})

test('a save that cannot be read does not keep the next one from being read', async () => {
  const enqueue = createQueue()
  const failing = enqueue('/a.md', () => Promise.reject(new Error('unreadable')))
  const stored: string[] = []
  const next = enqueue('/a.md', async () => void stored.push('the next'))
  await expect(failing).rejects.toThrow('unreadable')
  await next
  expect(stored).toEqual(['the next'])
})
