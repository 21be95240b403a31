// Written by hand, in the format that functions had first.
import { createLambdaHandler } from 'ssr-pages/netlify'
import { manifest, modules } from '../../dist/pages/_site.mjs'

export const handler = createLambdaHandler(manifest, modules, {
  session: false,
  locals: () => ({ format: 'classic' }),
})
