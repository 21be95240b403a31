import { fileURLToPath } from 'node:url'
import { satteri } from '@astrojs/markdown-satteri'
import sitemap from '@astrojs/sitemap'
import { defineConfig } from 'ssr-pages'
import { createPlugins } from './markdown/plugins.ts'
import { repositoryOf } from './markdown/repository.ts'
import { searchIndex } from './search-index.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
/** Where the docs are published, for canonical links and the sitemap. They have no address of their own yet. */
const site = process.env['DOCS_URL']

export default defineConfig({
  output: 'static',
  trailingSlash: 'never',
  ...(site !== undefined && { site }),
  integrations: [site !== undefined && sitemap(), searchIndex()],
  markdown: {
    processor: satteri({
      hastPlugins: createPlugins({ root, repository: repositoryOf(root) }),
      // Anchors are those of GitHub, for which the docs are written.
      features: { smartPunctuation: false },
    }),
    // The policy of the server allows no `style` attributes.
    codeStyles: 'classes',
    shikiConfig: {
      themes: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
      // Both colours of a token, of which the stylesheet takes one.
      defaultColor: false,
      langAlias: { ejs: 'html' },
    },
  },
})
