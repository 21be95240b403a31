import { hashPassword, isPassword } from './password.js'
import { customer, orders, products } from './seed.js'

/**
 * Creates the shop with its first data and without a database, for hosts without a disk. Pages only
 * read from it.
 *
 * @returns {Promise<import('../src/types.ts').Shop>} The shop.
 */
export async function createSeedShop() {
  const { password: secret, ...user } = customer
  const stored = await hashPassword(secret)
  const find = (id) => products.find((product) => String(product.id) === String(id))

  /** @param {number[]} line */
  function toLine([productId = 0, quantity = 0]) {
    const product = find(productId)
    if (product === undefined) throw new Error(`There is no product ${productId}`)
    const { name, price } = product
    return { productId, name, quantity, price }
  }

  return {
    async products({ category = '', search = '' } = {}) {
      const wanted = search.toLowerCase()
      return products.filter((product) => {
        const text = `${product.name} ${product.description}`.toLowerCase()
        return (category === '' || product.category === category) && text.includes(wanted)
      })
    },

    async product(id) {
      return find(id)
    },

    async categories() {
      return [...new Set(products.map(({ category }) => category))]
    },

    async stock() {
      return products.map(({ id, name, stock }) => ({ id, name, stock }))
    },

    async orders(userId) {
      if (userId !== user.id) return []
      const latestFirst = orders.toSorted((a, b) => b.placed.localeCompare(a.placed))
      return latestFirst.map((order) => ({ ...order, lines: order.lines.map(toLine) }))
    },

    async user(id) {
      return id === user.id ? user : undefined
    },

    async signIn(email, password) {
      const isRight = await isPassword(password, stored)
      return isRight && email === user.email ? user : undefined
    },
  }
}
