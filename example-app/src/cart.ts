import type { Cookies } from 'ssr-pages'
import type { Cart } from './types.ts'

const COOKIE = 'cart'
const MONTH_S = 30 * 24 * 60 * 60
const MOST = 9

/**
 * Reads the cart out of its cookie. A cookie is only what a browser sent: what is no cart is left out.
 *
 * @param cookies - The request's cookies.
 * @returns Product ids and how many of each.
 */
export function readCart(cookies: Cookies): Cart {
  const lines = (cookies.get(COOKIE)?.value ?? '').split('.').slice(0, 20)
  const pairs = lines
    .map((line) => /^(\d{1,6})x([1-9])$/.exec(line))
    .filter((match) => match !== null)
  return new Map(pairs.map(([, id = '', quantity]) => [id, Number(quantity)]))
}

/**
 * Keeps a cart for a month.
 *
 * @param cookies - Where to.
 * @param cart - Product ids and how many of each; none of one takes it out.
 */
export function keepCart(cookies: Cookies, cart: Cart): void {
  const lines = [...cart].filter(([, quantity]) => quantity > 0)
  const text = lines.map(([id, quantity]) => `${id}x${Math.min(quantity, MOST)}`).join('.')
  const options = { path: '/', httpOnly: true, sameSite: 'lax' } as const
  if (text === '') cookies.delete(COOKIE, options)
  else cookies.set(COOKIE, text, { ...options, maxAge: MONTH_S })
}
