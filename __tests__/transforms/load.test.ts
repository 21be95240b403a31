import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type IncomingMessage, type ServerResponse, request } from 'node:http'
import sharp from 'sharp'
import { respondImage } from '../../src/node/respond-image.ts'
import type { Exchange } from '../../src/node/exchange.ts'
import { createImageEndpoint } from '../../src/transforms/image-endpoint.ts'
import { ImageStore } from '../../src/transforms/image-store.ts'
import { RemoteOriginals } from '../../src/transforms/remote/remote-originals.ts'
import { createWork } from '../../src/transforms/work.ts'
import { toImageSettings } from '../../src/shared/image-settings.ts'
import { until } from '../support/until.ts'
import { KEY, drawImage, imagePath, listenOn, removeImageSites } from './image-site.ts'

const MB = 1024 * 1024
let photo: Buffer

beforeAll(async () => {
  photo = await drawImage(300, 200).png().toBuffer()
})
afterAll(removeImageSites)

interface Watched {
  readonly origin: string
  /** How many images sharp was called for. */
  readonly made: () => number
  /** The most originals that were in memory at a time. */
  readonly mostAtOnce: () => number
  /** The requests that have come. */
  readonly asked: () => number
  /** The requests that have been answered or left. */
  readonly closed: () => number
  readonly errors: string[]
}

interface Bounds {
  readonly parallel?: number
  readonly waiting?: number
  /** Every original waits for it. */
  readonly gate?: Promise<unknown>
}

/** Serves images of one original, and counts. */
async function serve({ parallel = 2, waiting = 500, gate }: Bounds = {}): Promise<Watched> {
  const settings = toImageSettings()
  let [made, now, most, asked, closed] = [0, 0, 0, 0, 0]
  const counting = Object.assign((...args: Parameters<typeof sharp>) => {
    made += 1
    return sharp(...args)
  }, sharp) as typeof sharp
  const errors: string[] = []
  const transforms = createWork(parallel, waiting)
  const endpoint = createImageEndpoint({
    images: { id: 'load', key: KEY, base: '/', settings },
    maker: { sharp: counting, options: {}, drawsSvg: false },
    store: new ImageStore(64 * MB),
    findOriginal: async () => ({
      identity: 'photo',
      isHashed: true,
      async read() {
        await gate
        return photo
      },
    }),
    remote: new RemoteOriginals(settings, MB),
    downloads: createWork(8, waiting),
    transforms: {
      run: (signal, work) =>
        transforms.run(signal, async () => {
          now += 1
          most = Math.max(most, now)
          return work().finally(() => (now -= 1))
        }),
    },
  })
  const images = { path: '/_image', close() {}, ...endpoint }
  const tell = (error: unknown) => errors.push(String(error))
  const origin = await listenOn((req: IncomingMessage, res: ServerResponse) => {
    asked += 1
    res.once('close', () => (closed += 1))
    void respondImage({ tell }, images, { req, res, next: undefined } as Exchange)
  })
  return {
    origin,
    errors,
    made: () => made,
    mostAtOnce: () => most,
    asked: () => asked,
    closed: () => closed,
  }
}

const pathOf = (width: number) => imagePath({ href: '/_assets/a.A1.png', width, format: 'webp' })

test('1,000 requests for 20 sizes make 20 images', async () => {
  const server = await serve()
  const asked = Array.from({ length: 1000 }, (_, index) => 100 + (index % 20))
  const left = [...asked]
  const answers: unknown[] = []
  // As many connections as a busy server has: more would need a longer backlog.
  const clients = Array.from({ length: 100 }, async () => {
    for (let width = left.pop(); width !== undefined; width = left.pop()) {
      const { status, headers, ...response } = await read(server.origin + pathOf(width))
      answers.push([status, Number(headers.get('content-length')) === response.length])
    }
  })
  await Promise.all(clients)
  expect(answers).toEqual(asked.map(() => [200, true]))
  expect(server.made()).toBe(20)
})

async function read(url: string) {
  const response = await fetch(url)
  const { length } = Buffer.from(await response.arrayBuffer())
  return { status: response.status, headers: response.headers, length }
}

test('200 sizes at once are made a few at a time, and all of them are sent', async () => {
  const server = await serve({ parallel: 3 })
  const sizes = Array.from({ length: 200 }, (_, index) => 10 + index)
  const statuses = await Promise.all(
    sizes.map(async (width) => (await read(server.origin + pathOf(width))).status),
  )
  expect(new Set(statuses)).toEqual(new Set([200]))
  expect([server.made(), server.mostAtOnce()]).toEqual([200, 3])
})

test('beyond the queue, clients are asked to come back, and no memory is used for them', async () => {
  const gate = createGate()
  const server = await serve({ parallel: 1, waiting: 5, gate: gate.opened })
  const answers = Array.from({ length: 20 }, (_, index) =>
    fetch(server.origin + pathOf(10 + index)),
  )
  const refused = Promise.all(answers).then((all) => all.filter(({ status }) => status === 503))
  await until(() => server.errors.length === 14)
  gate.open()
  const [first] = await refused
  expect((await refused).length).toBe(14)
  expect([first?.headers.get('retry-after'), await first?.text()]).toEqual(['5', ''])
  expect(server.errors[0]).toContain('SSR_PAGES_IMAGE_QUEUE_FULL')
  // The refusal is not remembered.
  for (let index = 0; index < 20; index += 1) {
    expect((await fetch(server.origin + pathOf(10 + index))).status).toBe(200)
  }
})

test('an image that waits is not made when its only client has left', async () => {
  const gate = createGate()
  const server = await serve({ parallel: 1, gate: gate.opened })
  const first = fetch(server.origin + pathOf(50))
  await until(() => server.mostAtOnce() === 1)
  await leave(server, pathOf(60))
  gate.open()
  expect((await first).status).toBe(200)
  expect((await fetch(server.origin + pathOf(70))).status).toBe(200)
  expect([server.made(), server.errors]).toEqual([2, []])
})

test('a client that leaves takes no image from another one that waits for it', async () => {
  const gate = createGate()
  const server = await serve({ parallel: 1, gate: gate.opened })
  const first = fetch(server.origin + pathOf(50))
  await until(() => server.mostAtOnce() === 1)
  const other = fetch(server.origin + pathOf(60))
  await until(() => server.asked() === 2)
  await leave(server, pathOf(60))
  gate.open()
  expect([(await first).status, (await other).status, server.made()]).toEqual([200, 200, 2])
})

test('clients that come and go do not fill the queue', async () => {
  const gate = createGate()
  const server = await serve({ parallel: 1, waiting: 3, gate: gate.opened })
  const first = fetch(server.origin + pathOf(50))
  await until(() => server.mostAtOnce() === 1)
  for (let width = 60; width < 80; width += 1) await leave(server, pathOf(width))
  const last = fetch(server.origin + pathOf(90))
  gate.open()
  expect([(await first).status, (await last).status, server.made()]).toEqual([200, 200, 2])
})

/** Asks for an image, and leaves when the server has got the request. */
async function leave({ origin, asked, closed }: Watched, path: string): Promise<void> {
  const before = [asked(), closed()] as const
  const client = request(origin + path)
  client.on('error', () => {})
  client.end()
  await until(() => asked() === before[0] + 1)
  client.destroy()
  await until(() => closed() === before[1] + 1)
}

function createGate() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => (open = resolve))
  return { opened, open: () => open() }
}
