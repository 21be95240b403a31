import sitemap from '@astrojs/sitemap'
import { defineConfig } from 'ssr-pages'
import { searchIndex } from './search-index.ts'

/** Where the docs are published, for canonical links and the sitemap. They have no address of their own yet. */
const site = process.env['DOCS_URL']

export default defineConfig({
  output: 'static',
  trailingSlash: 'never',
  ...(site !== undefined && { site }),
  integrations: [site !== undefined && sitemap(), searchIndex()],
})
