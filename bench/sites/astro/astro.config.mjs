import node from '@astrojs/node'
import { defineConfig } from 'astro/config'

// The very pages that ours are.
export default defineConfig({
  srcDir: '../ssr-pages/src',
  outDir: '../../.built/astro',
  output: 'server',
  adapter: node({ mode: 'middleware' }),
  devToolbar: { enabled: false },
})
