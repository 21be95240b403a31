import pages from './astro.config.mjs'

// Builds the same constructs as our own site.
export default {
  ...pages,
  srcDir: '../constructs/src',
  outDir: '../../.built/astro-constructs',
  scopedStyleStrategy: 'class',
  build: { inlineStylesheets: 'never' },
}
