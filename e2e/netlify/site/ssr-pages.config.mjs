import { defineConfig } from 'ssr-pages'
import netlify from 'ssr-pages/netlify'

export default defineConfig({
  adapter: netlify({ session: { ttl: 3600 }, includeFiles: ['data'] }),
  redirects: { '/gone/[id]': '/blog/[id]' },
})
