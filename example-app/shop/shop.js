import { openDatabase } from './database.js'
import { hashPassword, isPassword } from './password.js'

/**
 * Opens the shop's database and returns the queries of the server and its pages.
 *
 * @param {string} file - Path of the SQLite file.
 * @returns {Promise<import('../src/types.ts').Shop>} The shop.
 */
export async function openShop(file) {
  const db = await openDatabase(file)
  const nobody = await hashPassword('')

  /**
   * The rows of a query. What they have is said by who asks: the tables are in database.js.
   *
   * @param {string} sql
   * @param {Record<string, string | number>} [args]
   * @returns {Promise<any[]>}
   */
  async function all(sql, args = {}) {
    const { rows } = await db.execute({ sql, args })
    return rows.map((row) => ({ ...row }))
  }

  /**
   * @param {string} sql
   * @param {Record<string, string | number>} args
   */
  async function first(sql, args) {
    return (await all(sql, args))[0]
  }

  return {
    products({ category = '', search = '' } = {}) {
      return all(
        `SELECT * FROM products
         WHERE (:category = '' OR category = :category)
           AND instr(lower(name || ' ' || description), lower(:search)) > 0
         ORDER BY id`,
        { category, search },
      )
    },

    product(id) {
      return first('SELECT * FROM products WHERE id = :id', { id })
    },

    async categories() {
      const rows = await all('SELECT category FROM products GROUP BY category ORDER BY min(id)')
      return rows.map((row) => row.category)
    },

    stock() {
      return all('SELECT id, name, stock FROM products ORDER BY id')
    },

    async orders(userId) {
      const orders = await all(
        'SELECT id, placed, status FROM orders WHERE user_id = :userId ORDER BY placed DESC',
        { userId },
      )
      const lines = await all(
        `SELECT order_id AS orderId, product_id AS productId, name, quantity, order_lines.price
         FROM order_lines
         JOIN orders ON orders.id = order_id
         JOIN products ON products.id = product_id
         WHERE user_id = :userId`,
        { userId },
      )
      return orders.map((order) => ({
        ...order,
        lines: lines.filter((line) => line.orderId === order.id),
      }))
    },

    user(id) {
      return first('SELECT id, name, email FROM users WHERE id = :id', { id })
    },

    async signUp({ name, email, password }) {
      const user = await first(
        `INSERT INTO users (name, email, password) VALUES (:name, :email, :password)
         ON CONFLICT (email) DO NOTHING RETURNING id`,
        { name, email, password: await hashPassword(password) },
      )
      return user && { id: user.id, name, email }
    },

    async signIn(email, password) {
      const found = await first('SELECT * FROM users WHERE email = :email', { email })
      // An unknown address takes the same time as a wrong password, so that nobody can tell them apart.
      const right = await isPassword(password, found?.password ?? nobody)
      return found && right ? { id: found.id, name: found.name, email: found.email } : undefined
    },
  }
}
