import type { FailedForm } from 'ssr-pages/forms'

/** The illustrations, one for each kind of pot. */
export type ShapeName =
  | 'bowl'
  | 'butter'
  | 'candle'
  | 'carafe'
  | 'espresso'
  | 'mug'
  | 'pinch'
  | 'planter'
  | 'plate'
  | 'teapot'
  | 'vase'
  | 'watering'

/** A product. All prices are in euro cents. */
export interface Product {
  id: number
  name: string
  category: string
  price: number
  stock: number
  shape: ShapeName
  /** CSS colour. */
  glaze: string
  description: string
}

/** The customer who is signed in. */
export interface User {
  id: number
  name: string
  email: string
}

/** An order with its lines, at the prices of that day. */
export interface Order {
  id: number
  /** `2026-11-17` */
  placed: string
  status: string
  lines: { productId: number; name: string; quantity: number; price: number }[]
}

/** The contents of a cart: ids of products, and quantities. */
export type Cart = ReadonlyMap<string, number>

/** The queries of the database. */
export interface Shop {
  products(filter?: { category?: string; search?: string }): Promise<Product[]>
  product(id: string): Promise<Product | undefined>
  categories(): Promise<string[]>
  stock(): Promise<Pick<Product, 'id' | 'name' | 'stock'>[]>
  orders(userId: number): Promise<Order[]>
  user(id: number): Promise<User | undefined>
  /** Opens an account; `undefined` if there is one with this address. */
  signUp(account: { name: string; email: string; password: string }): Promise<User | undefined>
  signIn(email: string, password: string): Promise<User | undefined>
}

/** The customer of a form of login or sign-up; or the form with its mistakes. */
export type SignedIn = { user: User; form?: undefined } | { user?: undefined; form: FailedForm }

/** The carrier's delivery times of today; `asked` is an ISO time. */
export interface DeliveryTimes {
  asked: string
  services: { country: string; days: [number, number]; price: number }[]
}

/** The API of the parcel carrier. */
export interface Carrier {
  deliveryTimes(): Promise<DeliveryTimes>
}
