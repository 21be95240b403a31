// Written by hand, in the classic format of functions.
import { createLambdaHandler } from 'ssr-pages/netlify'
import { manifest, modules } from '../../dist/pages/_site.mjs'

export const handler = createLambdaHandler(manifest, modules, {
  session: false,
  locals: () => ({ format: 'classic' }),
})
