import { defineCollection } from 'astro:content'
import { glob } from 'astro/loaders'
import { z } from 'astro/zod'
// Links in the HTML of entries depend on it: after an edit, entries are rendered again.
import '../markdown/plugins.ts'
import { parts } from './parts-loader.ts'
import { splitErrors, splitReadme, whole } from './split.ts'

export const collections = {
  docs: defineCollection({
    loader: glob({ base: '../docs', pattern: ['**/*.md', '!errors.md'] }),
  }),
  project: defineCollection({
    loader: parts({ 'CONTRIBUTING.md': whole, 'CHANGELOG.md': whole, 'bench/README.md': whole }),
  }),
  readme: defineCollection({ loader: parts({ 'README.md': splitReadme }) }),
  errors: defineCollection({
    loader: parts({ 'docs/errors.md': splitErrors }),
    schema: z.object({ group: z.string(), place: z.number() }),
  }),
}
