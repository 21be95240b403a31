import type { TypeCase } from './typed-project.ts'

/** A configuration of collections of each kind. */
export const contentFiles: Readonly<Record<string, string>> = {
  'src/content.config.ts': `import { defineCollection, reference } from 'astro:content'
import { file, glob } from 'astro/loaders'
import { z } from 'astro/zod'
import * as v from 'valibot'

const authors = defineCollection({
  loader: file('src/authors.json'),
  schema: z.object({ name: z.string(), born: z.coerce.date() }),
})
const blog = defineCollection({
  loader: glob({ pattern: '**/*.md', base: './src/blog' }),
  schema: ({ image }) =>
    z.object({ title: z.string(), cover: image().optional(), author: reference('authors') }),
})
const shops = defineCollection({
  loader: async () => [{ id: 'a', city: 'Bern' }],
  schema: v.object({ city: v.string() }),
})
const loose = defineCollection({ loader: () => ({ a: { n: 1 } }) })
const own = defineCollection({
  loader: { name: 'own', async load() {}, schema: z.object({ count: z.number() }) },
})
const made = defineCollection({
  loader: {
    name: 'made',
    async load({ store }) { store.clear() },
    createSchema: async () => ({
      schema: z.object({ size: z.number() }),
      types: 'export interface Entry { size: number }',
    }),
  },
})
export const collections = { authors, blog, shops, loose, own, made, 'with space': loose }
`,
  'src/live.config.ts': `import { defineLiveCollection } from 'astro:content'
import type { LiveLoader } from 'astro/loaders'

class Down extends Error { readonly retry = 1 }
function shop(): LiveLoader<{ price: number }, { sku: string }, { below: number }, Down> {
  return {
    name: 'shop',
    loadEntry: async ({ filter }) => ({ id: filter.sku, data: { price: 1 } }),
    loadCollection: async () => ({ entries: [] }),
  }
}
export const collections = { products: defineLiveCollection({ loader: shop() }) }
`,
  'src/authors.json': '{}',
  'src/blog/.keep': '',
}

export const contentCases: readonly TypeCase[] = [
  {
    complaint: 'the data of an entry has the type that the schema makes of it',
    code: `import { getCollection } from 'astro:content'
const [post] = await getCollection('blog')
export const title: string | undefined = post?.data.title
export const width: number | undefined = post?.data.cover?.width
export const wrong: number | undefined = post?.data.title
export const nothing = post?.data.nothing
export const born: Date | undefined = (await getCollection('authors'))[0]?.data.born`,
    errors: [
      [5, "Type 'string' is not assignable to type 'number'."],
      [6, "Property 'nothing' does not exist on type '{ "],
    ],
  },
  {
    complaint: 'a collection that does not exist is an error',
    code: `import { getCollection, getEntry } from 'astro:content'
export const none = getCollection('blogs')
export const entry = getEntry('nobody', 'a')`,
    errors: [
      [2, 'No overload matches this call.'],
      [3, 'Argument of type \'"nobody"\' is not assignable to parameter of type'],
    ],
  },
  {
    complaint: 'a reference leads to an entry of its collection',
    code: `import { getEntry, getEntries } from 'astro:content'
const post = await getEntry('blog', 'a')
const author = post && (await getEntry(post.data.author))
export const name: string | undefined = author?.data.name
export const names: string[] = post ? (await getEntries([post.data.author])).map((one) => one.data.name) : []
export const wrong: number = post?.data.author.id`,
    errors: [[6, "Type 'string | undefined' is not assignable to type 'number'."]],
  },
  {
    complaint:
      'schemas of other libraries and of loaders give their types, and no schema gives any',
    code: `import type { CollectionEntry, CollectionKey, InferEntrySchema, SchemaContext } from 'astro:content'
export const city = (entry: CollectionEntry<'shops'>): string => entry.data.city
export const count = (entry: CollectionEntry<'own'>): number => entry.data.count
export const size = (entry: CollectionEntry<'made'>): number => entry.data.size
export const any = (entry: CollectionEntry<'loose'>): number => entry.data.whatever
export const wrong = (entry: CollectionEntry<'shops'>): number => entry.data.city
export const alsoWrong = (entry: CollectionEntry<'made'>): string => entry.data.size
export const key: CollectionKey = 'with space'
export type Post = InferEntrySchema<'blog'>
export type Image = ReturnType<SchemaContext['image']>`,
    errors: [
      [6, "Type 'string' is not assignable to type 'number'."],
      [7, "Type 'number' is not assignable to type 'string'."],
    ],
  },
  {
    complaint: 'filters and rendered entries have types',
    code: `import { type CollectionEntry, getCollection, render } from 'astro:content'
export const drafts = await getCollection('blog', ({ data }) => data.title === 'a')
export const bad = await getCollection('blog', ({ data }) => data.draft)
const [post] = drafts
export const headings: string[] = post ? (await render(post)).headings.map(({ slug }) => slug) : []
export const collection: 'blog' | undefined = (post as CollectionEntry<'blog'> | undefined)?.collection`,
    errors: [[3, "Property 'draft' does not exist on type '{ "]],
  },
  {
    complaint: 'live entries have the data, the filters and the errors of their loader',
    code: `import { getLiveCollection, getLiveEntry } from 'astro:content'
const { entry, error } = await getLiveEntry('products', { sku: 'a' })
export const price: number | undefined = entry?.data.price
export const retry: number | undefined = error?.retry
export const { entries } = await getLiveCollection('products', { below: 5 })
export const wrong = await getLiveEntry('products', { nr: 'a' })
export const none = await getLiveCollection('blog')`,
    errors: [
      [6, "Object literal may only specify known properties, and 'nr' does not exist in type"],
      [7, 'Argument of type \'"blog"\' is not assignable to parameter of type \'"products"\'.'],
    ],
  },
  {
    complaint: 'a loader of a package fits, and so does one of another',
    code: `import type { Loader, LoaderContext } from 'astro/loaders'
import { glob } from 'astro/loaders'
export function feed(url: string): Loader {
  return {
    name: 'feed',
    async load({ store, meta, logger, parseData, generateDigest, renderMarkdown }: LoaderContext) {
      const last: string | undefined = meta.get('last')
      logger.info(String(last) + url)
      const data = await parseData({ id: 'a', data: { title: 'x' } })
      store.set({ id: 'a', data, digest: generateDigest(data), rendered: await renderMarkdown('# a') })
    },
  }
}
export const docs: Loader = { name: 'docs', load: (context) => glob({ pattern: '*.md' }).load(context) }`,
  },
]
