import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createClient } from '@libsql/client'
import { hashPassword } from './password.js'
import { customer, orders, products } from './seed.js'

const TABLES = `
  CREATE TABLE IF NOT EXISTS products (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    category TEXT NOT NULL,
    price INTEGER NOT NULL,
    stock INTEGER NOT NULL,
    shape TEXT NOT NULL,
    glaze TEXT NOT NULL,
    description TEXT NOT NULL
  );
  CREATE TABLE IF NOT EXISTS users (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password TEXT NOT NULL
  );
  CREATE TABLE IF NOT EXISTS orders (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users,
    placed TEXT NOT NULL,
    status TEXT NOT NULL
  );
  CREATE TABLE IF NOT EXISTS order_lines (
    order_id INTEGER NOT NULL REFERENCES orders,
    product_id INTEGER NOT NULL REFERENCES products,
    quantity INTEGER NOT NULL,
    price INTEGER NOT NULL
  );
`

/**
 * Opens the SQLite file; a new database gets the tables and products of the demo.
 *
 * @param {string} file - Path of the database; its folder is created if it is missing.
 * @returns {Promise<import('@libsql/client').Client>} The open database.
 */
export async function openDatabase(file) {
  await mkdir(dirname(file), { recursive: true })
  const db = createClient({ url: pathToFileURL(file).href })
  await db.executeMultiple(TABLES)
  const { rows } = await db.execute('SELECT 1 FROM products LIMIT 1')
  if (rows.length === 0) await db.batch(await seedStatements(), 'write')
  return db
}

async function seedStatements() {
  const user = { ...customer, password: await hashPassword(customer.password) }
  const heads = orders.map(({ id, placed, status }) => ({
    id,
    user_id: customer.id,
    placed,
    status,
  }))
  const lines = orders.flatMap((order) =>
    order.lines.map(([id = 0, quantity = 0]) => ({
      order_id: order.id,
      product_id: id,
      quantity,
      price: products.find((product) => product.id === id)?.price ?? 0,
    })),
  )
  return [
    ...products.map((row) => insert('products', row)),
    insert('users', user),
    ...heads.map((row) => insert('orders', row)),
    ...lines.map((row) => insert('order_lines', row)),
  ]
}

function insert(table, row) {
  const columns = Object.keys(row)
  const marks = columns.map(() => '?').join(', ')
  const sql = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${marks})`
  return { sql, args: Object.values(row) }
}
