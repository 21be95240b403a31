import { once } from 'node:events'
import { createServer } from 'node:http'

const SERVICES = [
  { country: 'Ireland', days: [1, 2], price: 590 },
  { country: 'United Kingdom', days: [2, 3], price: 890 },
  { country: 'France', days: [3, 4], price: 1190 },
  { country: 'Germany', days: [3, 4], price: 1190 },
  { country: 'Spain', days: [4, 6], price: 1390 },
  { country: 'United States', days: [7, 10], price: 2890 },
]

/**
 * Starts a stand-in for another company's API, on a free port of this machine only.
 *
 * @returns {Promise<string>} Its URL.
 */
export async function startCarrier() {
  const server = createServer((request, response) => {
    if (request.url !== '/delivery-times') return response.writeHead(404).end()
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ asked: new Date().toISOString(), services: SERVICES }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${server.address().port}`
}
