import { once } from 'node:events'
import { spawn } from 'node:child_process'
import { createServer } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const RIC = fileURLToPath(new URL('node_modules/aws-lambda-ric/index.mjs', import.meta.url))
const STUB = fileURLToPath(new URL('native-stub.cjs', import.meta.url))
const PRELUDE_END = Buffer.alloc(8)

/**
 * Runs the unzipped function in `dir` like AWS: with the real runtime client in a new process, and with its
 * API on this machine: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export async function startLambda(dir) {
  const events = []
  const pending = new Map()
  /** @type {import('node:http').ServerResponse | undefined} */
  let waiting
  let count = 0
  let ending

  const server = createServer(async (request, response) => {
    const { url = '' } = request
    if (url.endsWith('/invocation/next')) {
      waiting = response
      return give()
    }
    const [, id, kind] = /invocation\/([^/]+)\/(response|error)$/.exec(url) ?? []
    const times = []
    request.on('data', () => times.push(performance.now()))
    // An instance that ends during its answer is reported below.
    const body = await buffer(request).catch(() => undefined)
    if (body === undefined) return
    response.writeHead(202).end('{}')
    if (id === undefined) return end(`init: ${String(body)}`)
    pending.get(id)?.({ kind, body, times, type: request.headers['content-type'] })
    pending.delete(id)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())

  function give() {
    if (waiting === undefined || events.length === 0) return
    const { id, event } = events.shift()
    waiting.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': id,
      'lambda-runtime-deadline-ms': String(Date.now() + 10_000),
      'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:us-east-1:1:function:f',
    })
    waiting.end(JSON.stringify(event))
    waiting = undefined
  }

  function end(why) {
    ending ??= why
    for (const answer of pending.values())
      answer({ kind: 'ended', body: Buffer.from(why), times: [] })
    pending.clear()
  }

  const flags = ['--no-experimental-require-module', '--no-experimental-detect-module']
  const handler = '___netlify-entry-point.handler'
  const child = spawn(process.execPath, [...flags, '--require', STUB, RIC, handler], {
    cwd: dir,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: dir,
      AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
      AWS_LAMBDA_NODEJS_USE_ALTERNATIVE_CLIENT_1: 'true',
      AWS_LAMBDA_FUNCTION_NAME: 'f',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1024',
      AWS_LAMBDA_LOG_GROUP_NAME: 'g',
      AWS_LAMBDA_LOG_STREAM_NAME: 's',
      AWS_REGION: 'us-east-1',
      LAMBDA_TASK_ROOT: dir,
      _HANDLER: handler,
    },
  })
  let log = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (log += text))
  child.on('exit', (code) => end(`exit ${code}`))

  return {
    log: () => log,
    async ask(url, options) {
      if (ending !== undefined) throw new Error(`The instance is gone, ${ending}: ${log}`)
      const id = `r${++count}`
      const answered = new Promise((resolve) => pending.set(id, resolve))
      events.push({ id, event: toEvent(url, options) })
      const started = performance.now()
      give()
      return { ...parse(await answered, () => log), ms: performance.now() - started }
    },
    stop() {
      child.kill()
      server.close()
      server.closeAllConnections()
    },
  }
}

function parse({ kind, body, times, type }, log) {
  if (kind !== 'response') throw new Error(`${kind}: ${body}\n${log()}`)
  const end = body.indexOf(PRELUDE_END)
  if (type !== 'application/vnd.awslambda.http-integration-response' || end < 0) {
    throw new Error(`The status and the headers are lost: ${body}`)
  }
  const { statusCode: status, multiValueHeaders: headers } = JSON.parse(body.subarray(0, end))
  return { status, headers, body: body.subarray(end + PRELUDE_END.length), writes: times.length }
}

/**
 * @param {string} path
 * @param {{ method?: string, headers?: Record<string, string>, body?: string, blobs?: string }} [options]
 */
function toEvent(path, { method = 'GET', headers = {}, body = '', blobs } = {}) {
  const url = new URL(path, 'https://example.netlify.app')
  const all = {
    host: url.host,
    'x-nf-client-connection-ip': '203.0.113.9',
    'x-nf-request-id': 'request-1',
    'x-nf-site-id': 'site',
    'x-nf-deploy-id': 'deploy',
    ...headers,
  }
  const lists = Object.entries(all).map(([name, value]) => [name, [value]])
  return {
    rawUrl: url.href,
    rawQuery: url.search.slice(1),
    path: url.pathname,
    httpMethod: method,
    headers: all,
    multiValueHeaders: Object.fromEntries(lists),
    queryStringParameters: Object.fromEntries(url.searchParams),
    multiValueQueryStringParameters: {},
    body: Buffer.from(body).toString('base64'),
    isBase64Encoded: true,
    ...(blobs && { blobs }),
  }
}
