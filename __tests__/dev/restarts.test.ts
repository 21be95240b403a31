import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type Restarts, createRestarts } from '../../src/dev/vite/restarts.ts'
import { until } from '../support/until.ts'

let root: string
const created: Restarts[] = []

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'restarts-'))
})

afterEach(async () => {
  for (const restarts of created.splice(0)) await restarts.close()
  await rm(root, { recursive: true, force: true })
})

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

  test('happens once when one save of a file is reported several times', async () => {
    const file = join(root, 'ssr-pages.config.js')
    await writeFile(file, 'export default {}')
    const { starts, restarts } = create(async () => void restarts.restart(file))
    await restarts.restart(file)
    await restarts.restart(file)
    expect(starts).toHaveLength(1)
  })

  test('happens again for a file that is saved during it', async () => {
    const file = join(root, 'imported.js')
    await writeFile(file, '1')
    const { starts, restarts } = create(async () => {
      if (starts.length > 1) return
      await writeFile(file, '22')
      void restarts.restart(file)
    })
    restarts.know([file])
    await restarts.restart(file)
    expect(starts).toHaveLength(2)
  })

  test('happens once for settings that are saved before it has read them', async () => {
    const file = join(root, '.env')
    const { starts, restarts } = create(async () => {
      await writeFile(file, `A=${starts.length}`)
      void restarts.restart(file)
      restarts.begin()
    })
    await restarts.restart()
    expect(starts).toHaveLength(1)
  })

  test('happens again for a file of unknown age that changes during it', async () => {
    const { starts, restarts } = create(async () => {
      if (starts.length === 1) void restarts.restart(join(root, 'new.js'))
    })
    await restarts.restart()
    expect(starts).toHaveLength(2)
  })

  test('ends when each start writes a watched file with the same text', async () => {
    const file = join(root, 'made.json')
    const { starts, restarts } = create(async () => {
      restarts.watch(file)
      await writeFile(file, 'made')
      void restarts.restart(file)
    })
    await restarts.restart()
    expect(starts.length).toBeLessThanOrEqual(2)
  })

  test('ends when each start changes the settings', async () => {
    const { starts, restarts } = create(() =>
      writeFile(join(root, '.env'), `COUNT=${starts.length}`),
    )
    await restarts.restart()
    expect(restarts.isOutdated()).toBe(false)
    expect(starts.length).toBeLessThanOrEqual(5)
  })

  test('has old settings when they are saved after it began', async () => {
    const { restarts } = create(async () => {})
    await writeFile(join(root, '.env'), '')
    restarts.begin()
    expect(restarts.isOutdated()).toBe(false)
    await writeFile(join(root, '.env'), 'A=1')
    expect(restarts.isOutdated()).toBe(true)
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
  created.push(restarts)
  return { starts, restarts }
}
