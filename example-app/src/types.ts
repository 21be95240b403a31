/** The illustrations there are, one for each kind of pot. */
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

/** A thing on the shelves. Prices everywhere are in euro cents. */
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

/** Who is signed in. */
export interface User {
  id: number
  name: string
  email: string
}

/** An order with what was in it, at the price of that day. */
export interface Order {
  id: number
  /** `2026-11-17` */
  placed: string
  status: string
  lines: { productId: number; name: string; quantity: number; price: number }[]
}

/** What somebody wants to buy: ids of products, and how many of each. */
export type Cart = ReadonlyMap<string, number>

/** What may be asked of the database. */
export interface Shop {
  products(filter?: { category?: string; search?: string }): Promise<Product[]>
  product(id: string): Promise<Product | undefined>
  categories(): Promise<string[]>
  stock(): Promise<Pick<Product, 'id' | 'name' | 'stock'>[]>
  orders(userId: number): Promise<Order[]>
  user(id: number): Promise<User | undefined>
  signIn(email: string, password: string): Promise<User | undefined>
}

/** What the carrier says of today's parcels; `asked` is an ISO time. */
export interface DeliveryTimes {
  asked: string
  services: { country: string; days: [number, number]; price: number }[]
}

/** Another company's API. */
export interface Carrier {
  deliveryTimes(): Promise<DeliveryTimes>
}
