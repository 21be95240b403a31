import { hashPassword, isPassword } from './password.js'
import { customer, orders, products } from './seed.js'

/**
 * Creates the shop with its first data and without a database, for hosts without a disk. New accounts
 * are forgotten with the process.
 *
 * @returns {Promise<import('../src/types.ts').Shop>} The shop.
 */
export async function createSeedShop() {
  const { password: first, ...ada } = customer
  const accounts = [{ user: ada, stored: await hashPassword(first) }]
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
      if (userId !== ada.id) return []
      const latestFirst = orders.toSorted((a, b) => b.placed.localeCompare(a.placed))
      return latestFirst.map((order) => ({ ...order, lines: order.lines.map(toLine) }))
    },

    async user(id) {
      return accounts.find(({ user }) => user.id === id)?.user
    },

    async signUp({ name, email, password }) {
      const stored = await hashPassword(password)
      if (accounts.some(({ user }) => user.email === email)) return undefined
      const user = { id: ada.id + accounts.length, name, email }
      accounts.push({ user, stored })
      return user
    },

    async signIn(email, password) {
      const account = accounts.find(({ user }) => user.email === email)
      // An unknown address takes the same time as a wrong password, so that nobody can tell them apart.
      const isRight = await isPassword(password, (account ?? accounts[0]).stored)
      return isRight ? account?.user : undefined
    },
  }
}
