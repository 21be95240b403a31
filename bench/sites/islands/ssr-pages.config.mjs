import react from '@astrojs/react'
import { defineConfig } from 'ssr-pages'

export default defineConfig({ integrations: [react()] })
