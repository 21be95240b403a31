import * as v from 'valibot'
import { z } from 'zod'
import type { Schema } from '../../src/forms/index.ts'

/** An order, as three libraries describe it. The messages are the same. */
export interface Order {
  readonly email: string
  readonly pieces: number
  readonly address: { readonly street: string }
  readonly tags: readonly string[]
  readonly items: readonly { readonly name: string }[]
}

const zodOrder = z.object({
  email: z.string('No text.').includes('@', 'No address.'),
  pieces: z.coerce.number().min(1, 'Too few.'),
  address: z.object({ street: z.string('No street.').min(1, 'No street.') }, 'No street.'),
  tags: z.array(z.string().max(3, 'Too long.'), 'No list.'),
  items: z.array(z.object({ name: z.string().min(1, 'No name.') })).default([]),
})

const valibotOrder = v.object(
  {
    email: v.pipe(v.string(), v.includes('@', 'No address.')),
    pieces: v.pipe(v.unknown(), v.transform(Number), v.minValue(1, 'Too few.')),
    address: v.object({ street: v.pipe(v.string(), v.minLength(1, 'No street.')) }),
    tags: v.array(v.pipe(v.string(), v.maxLength(3, 'Too long.')), 'No list.'),
    items: v.optional(
      v.array(v.object({ name: v.pipe(v.string(), v.minLength(1, 'No name.')) })),
      [],
    ),
  },
  // valibot reports what is missing as an error of the object around it.
  ({ expected }) => (expected === '"email"' ? 'No text.' : 'No street.'),
)

// As arktype does: a schema is a function. It answers later, and with keys inside of objects.
const laterOrder: Schema<unknown, Order> = Object.assign(() => undefined, {
  '~standard': {
    version: 1 as const,
    vendor: 'later',
    validate: async (value: unknown) => {
      const result = await zodOrder['~standard'].validate(value)
      if (result.issues === undefined) return result
      const issues = result.issues.map(({ message, path = [] }) => ({
        message,
        path: path.map((key) => ({ key: typeof key === 'object' ? key.key : key })),
      }))
      return { issues }
    },
  },
})

/** The same schema, written for different libraries. */
export const SCHEMAS: readonly [library: string, schema: Schema<unknown, Order>][] = [
  ['zod', zodOrder],
  ['valibot', valibotOrder],
  ['a function that answers later', laterOrder],
]
