const euros = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' })

/**
 * Writes a price for customers, on the server and in the browser: `€24.00`.
 *
 * @param cents - The price in euro cents.
 */
export function formatPrice(cents: number): string {
  return euros.format(cents / 100)
}
