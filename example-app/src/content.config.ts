import { defineCollection } from 'astro:content'
import { glob } from 'astro/loaders'
import { z } from 'astro/zod'

// The journal is one Markdown file an entry; a build checks what stands above each text.
const journal = defineCollection({
  loader: glob({ base: 'src/content/journal', pattern: '*.md' }),
  schema: z.object({
    title: z.string(),
    date: z.coerce.date(),
    /** The ids of the pots that the entry is about, in the shop's database. */
    products: z.array(z.number()).default([]),
  }),
})

export const collections = { journal }
