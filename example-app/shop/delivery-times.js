/** @type {import('../src/types.ts').DeliveryTimes['services']} */
const SERVICES = [
  { country: 'Ireland', days: [1, 2], price: 590 },
  { country: 'United Kingdom', days: [2, 3], price: 890 },
  { country: 'France', days: [3, 4], price: 1190 },
  { country: 'Germany', days: [3, 4], price: 1190 },
  { country: 'Spain', days: [4, 6], price: 1390 },
  { country: 'United States', days: [7, 10], price: 2890 },
]

/**
 * Creates the response of the carrier's API.
 *
 * @returns {import('../src/types.ts').DeliveryTimes} Times and prices.
 */
export function deliveryTimes() {
  return { asked: new Date().toISOString(), services: SERVICES }
}
