import type { Cookies } from 'ssr-pages'
import type { Cart } from './types.ts'

const COOKIE = 'cart'
const MONTH_S = 30 * 24 * 60 * 60

/** The most pieces of one product that a cart holds. */
export const MOST = 9

/**
 * Reads the cart from its cookie. A browser may send anything as a cookie, so invalid entries are
 * ignored.
 *
 * @param cookies - The request's cookies.
 * @returns Product ids and quantities.
 */
export function readCart(cookies: Cookies): Cart {
  const lines = (cookies.get(COOKIE)?.value ?? '').split('.').slice(0, 20)
  const pairs = lines
    .map((line) => /^(\d{1,6})x([1-9])$/.exec(line))
    .filter((match) => match !== null)
  return new Map(pairs.map(([, id = '', quantity]) => [id, Number(quantity)]))
}

/**
 * Stores a cart in its cookie for a month.
 *
 * @param cookies - The cookies of the response.
 * @param cart - Product ids and quantities; a quantity of 0 removes the product.
 */
export function keepCart(cookies: Cookies, cart: Cart): void {
  const lines = [...cart].filter(([, quantity]) => quantity > 0)
  const text = lines.map(([id, quantity]) => `${id}x${Math.min(quantity, MOST)}`).join('.')
  const options = { path: '/', httpOnly: true, sameSite: 'lax' } as const
  if (text === '') cookies.delete(COOKIE, options)
  else cookies.set(COOKIE, text, { ...options, maxAge: MONTH_S })
}

/**
 * Reads the number of pieces that a form asks for. A browser may send anything.
 *
 * @param value - The field of the form; without it, one piece is meant.
 * @returns A whole number from 1 to {@link MOST}.
 */
export function toQuantity(value: unknown): number {
  const number = Math.trunc(Number(value ?? 1))
  return number >= 1 ? Math.min(number, MOST) : 1
}
