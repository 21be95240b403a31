import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { expectAnswer } from './checks.ts'
import { type Client, createClient } from '../support/client.ts'
import { type Host, hosts } from './hosts.ts'
import { ROOT } from '../support/root.ts'
import { type Server, type Servers, startAll, startServer } from '../support/servers.ts'
import { runCli } from '../support/cli.ts'

const SITE = `${ROOT}/__tests__/fixtures/site`

let servers: Servers<Host>

beforeAll(async () => {
  const { code, printed } = await runCli('build', SITE)
  if (code !== 0) throw new Error(printed)
  servers = await startAll(hosts, ({ server: [file, ...args] }) =>
    startServer(file, `${SITE}/dist/pages`, ...args),
  )
}, 60_000)

afterAll(() => servers?.stop())

describe.each(hosts)('in $name', (host) => {
  let server: Server
  let client: Client

  beforeAll(async () => {
    server = await servers.get(host)
    client = createClient(host.protocol, server.port)
  })
  afterAll(() => client?.close())

  test.each(host.cases)('$name', async (given) => {
    expectAnswer(await client.send(given), given)
  })

  test.each(host.checks)('$name', ({ run }) => run(client, server))

  // The last test of each host, which checks that no other test caused an error.
  test('no answer causes an error', () => {
    expect(server.troubles()).toEqual([])
  })
})
