/**
 * The load on machines without wrk, in a process of its own. Prints the JSON that `load.mjs` reads.
 */
import autocannon from 'autocannon'

const { port, page, seconds } = JSON.parse(process.argv[2])
const { path, paths = [path], method = 'GET', headers = {}, body, connections = 64 } = page
const shuffled = paths.toSorted(() => Math.random() - 0.5)
const { requests, latency, non2xx, errors } = await autocannon({
  url: `http://127.0.0.1:${port}`,
  connections,
  duration: seconds,
  requests: shuffled.map((each) => ({ method, path: each, headers, body })),
})
const { p50, p99 } = latency
console.log(
  JSON.stringify({
    rate: requests.average,
    count: requests.total,
    wrong: non2xx,
    broken: errors,
    p50,
    p99,
  }),
)
