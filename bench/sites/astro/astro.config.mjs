import node from '@astrojs/node'
import { defineConfig } from 'astro/config'

// Builds the same files as our own site.
export default defineConfig({
  srcDir: '../ssr-pages/src',
  outDir: '../../.built/astro',
  output: 'server',
  adapter: node({ mode: 'middleware' }),
  devToolbar: { enabled: false },
})
