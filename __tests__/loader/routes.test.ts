import { describe, expect, jest, test } from '@jest/globals'
import type { ImportModule } from '../../src/loader/load-once.ts'
import { createRoutes } from '../../src/loader/routes.ts'
import type { PageModule } from '../../src/shared/types.ts'
import { toRouteFiles } from '../support/routes.ts'

describe('a module is imported', () => {
  test('once for simultaneous requests, and is available synchronously afterwards', async () => {
    const importModule = jest.fn(async (file: string): Promise<PageModule> => ({ file }))
    const load = loadOf('p/[id].mjs', importModule)
    const [first, second] = await Promise.all([load(), load()])
    expect(first).toEqual({ file: 'p/[id].mjs' })
    expect(second).toBe(first)
    expect(load()).toBe(first)
    expect(importModule).toHaveBeenCalledTimes(1)
  })

  test('again after it failed', async () => {
    const importModule = jest
      .fn<() => Promise<PageModule>>()
      .mockRejectedValueOnce(new Error('not yet'))
      .mockResolvedValue({ ready: true })
    const load = loadOf('a.mjs', importModule)
    await expect(Promise.all([load(), load()])).rejects.toThrow('not yet')
    expect(importModule).toHaveBeenCalledTimes(1)
    await expect(load()).resolves.toEqual({ ready: true })
  })
})

describe('a module that fails names its file and says why', () => {
  test.each([
    ['an error', new Error('no database'), 'no database'],
    ['a string', 'no luck', 'no luck'],
    ['nothing', undefined, 'undefined'],
  ])('by throwing %s', async (_, cause, message) => {
    const load = loadOf('p/a.mjs', () => Promise.reject(cause))
    await expect(load()).rejects.toMatchObject({
      code: 'SSR_PAGES_MODULE_FAILED',
      cause,
      message: expect.stringContaining(`p/a.mjs failed to load: ${message}\n`),
    })
  })
})

function loadOf(file: string, importModule: ImportModule) {
  const [route] = createRoutes(toRouteFiles([file]), importModule)
  if (!route) throw new Error('there is no route')
  return () => route.load()
}
