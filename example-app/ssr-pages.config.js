import preact from '@astrojs/preact'
import { defineConfig } from 'ssr-pages'
import netlify from 'ssr-pages/netlify'

// One build for both hosts: `node server.js` serves dist/, Netlify publishes dist/client and runs the
// function in netlify/functions.
export default defineConfig({
  integrations: [preact()],
  adapter: netlify({ session: { ttl: 7 * 24 * 60 * 60 } }),
})
