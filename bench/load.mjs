import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { hasTaskset, hasWrk } from './machine.mjs'

const run = promisify(execFile)

/**
 * Requests one page of a server, or random pages of a list, as fast as the server answers.
 *
 * @param port - The server's port on 127.0.0.1.
 * @param page - An entry of `pages.mjs`, with `paths` instead of `path` for random pages, and
 *   `status` if another status than 200 is expected.
 * @param seconds - Duration of the load.
 * @returns Requests per second, their number, and the 50th and 99th percentile in milliseconds.
 * @throws Error when an answer has another status or is missing.
 */
export async function load(port, page, seconds) {
  const result = await (hasWrk ? byWrk : byAutocannon)(port, page, seconds)
  const isExpected = (page.status ?? 200) < 400 ? result.wrong === 0 : result.wrong === result.count
  if (result.count === 0 || !isExpected || result.broken > 0) {
    throw new Error(`${page.path ?? 'A page'}: ${JSON.stringify(result)}`)
  }
  return result
}

async function byWrk(port, page, seconds) {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  try {
    const script = join(folder, 'page.lua')
    await writeFile(script, toLua(page))
    const args = [
      '-t1',
      `-c${page.connections ?? 64}`,
      `-d${seconds}s`,
      '--timeout',
      '10s',
      '-s',
      script,
    ]
    const { stdout } = await pinned('wrk', [...args, `http://127.0.0.1:${port}`])
    return JSON.parse(stdout.slice(stdout.indexOf('RESULT') + 'RESULT'.length))
  } finally {
    await rm(folder, { recursive: true })
  }
}

function toLua({ path, paths = [path], method = 'GET', headers = {}, body }) {
  const list = Object.entries(headers).map(
    ([name, value]) => `wrk.headers[${quote(name)}] = ${quote(value)}`,
  )
  return `wrk.method = ${quote(method)}
${list.join('\n')}
${body === undefined ? '' : `wrk.body = ${quote(body)}`}
local paths = { ${paths.map(quote).join(', ')} }
local requests = {}
function init()
  for index, path in ipairs(paths) do requests[index] = wrk.format(nil, path) end
end
function request() return requests[math.random(#requests)] end
function done(summary, latency)
  local errors = summary.errors
  print(string.format('RESULT{"rate":%f,"count":%d,"wrong":%d,"broken":%d,"p50":%f,"p99":%f}',
    summary.requests * 1e6 / summary.duration, summary.requests, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
`
}

// A JSON string of printable ASCII is also a Lua string.
function quote(text) {
  return JSON.stringify(text)
}

async function byAutocannon(port, page, seconds) {
  const file = fileURLToPath(new URL('autocannon.mjs', import.meta.url))
  const { stdout } = await pinned(process.execPath, [file, JSON.stringify({ port, page, seconds })])
  return JSON.parse(stdout)
}

function pinned(command, args) {
  const options = { maxBuffer: 2 ** 24 }
  return hasTaskset
    ? run('taskset', ['-c', '1', command, ...args], options)
    : run(command, args, options)
}
