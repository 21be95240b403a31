import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { createRestarts } from '../../src/dev/vite/restarts.ts'
import { until } from '../support/until.ts'

let root: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'restarts-'))
})

afterEach(() => rm(root, { recursive: true, force: true }))

describe('a restart', () => {
  test('happens once for all requests in the meantime', async () => {
    const { starts, restarts } = create(() => writeFile(join(root, 'page.astro'), ''))
    await Promise.all([restarts.restart(), restarts.settled()])
    expect(starts).toHaveLength(1)
  })

  test('happens again for settings that change during it', async () => {
    const { starts, restarts } = create(async () => {
      if (starts.length === 1) await writeFile(join(root, '.env'), 'A=1')
    })
    await restarts.restart()
    expect(starts).toHaveLength(2)
  })

  test('happens again, soon after, for changed settings that were not reported', async () => {
    const { starts, restarts } = create(async () => {})
    await restarts.restart()
    await writeFile(join(root, '.env'), 'A=1')
    await until(() => starts.length === 2)
  })

  test('happens again, soon after, for a changed file that is watched', async () => {
    const file = join(root, 'data.json')
    await writeFile(file, '1')
    const { starts, restarts } = create(async () => restarts.watch(file))
    await restarts.restart()
    await writeFile(file, '22')
    await until(() => starts.length === 2)
  })

  test('is not an error after the folder was deleted', async () => {
    await rm(root, { recursive: true })
    const { starts, restarts } = create(async () => {})
    await restarts.restart()
    expect(starts).toHaveLength(1)
  })

  test('does not begin after close()', async () => {
    const { starts, restarts } = create(async () => {})
    await restarts.close()
    await restarts.restart()
    expect(starts).toHaveLength(0)
  })
})

function create(start: () => Promise<void>) {
  const starts: number[] = []
  const restarts = createRestarts(root, () => {
    starts.push(starts.length)
    return start()
  })
  return { starts, restarts }
}
