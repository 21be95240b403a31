import { Agent, request } from 'undici'

/**
 * Creates a client for the parcel carrier's API; its connections stay open between requests.
 *
 * @param {string} url - URL of the API.
 * @returns {import('../src/types.ts').Carrier} The client.
 */
export function createCarrier(url) {
  // A page must not wait for the carrier longer than a visitor waits for the page.
  const pool = new Agent({
    connections: 8,
    connect: { timeout: 1000 },
    headersTimeout: 2000,
    bodyTimeout: 2000,
  })

  return {
    async deliveryTimes() {
      const { statusCode, body } = await request(new URL('/delivery-times', url), {
        dispatcher: pool,
      })
      if (statusCode === 200) {
        return /** @type {Promise<import('../src/types.ts').DeliveryTimes>} */ (body.json())
      }
      await body.dump()
      throw new Error(`The carrier answered ${statusCode}`)
    },
  }
}
