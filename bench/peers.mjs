/**
 * The peers: the pages that each has, its file in `peers/` if it has another name, the packages
 * whose versions are printed, and the lowest Node that it can be built with.
 */
export const PEERS = {
  'raw-http': { pages: 'HUSTLAJPRB', packages: [] },
  'express-send': { pages: 'HUSTLAJPR', packages: ['express'] },
  'express-end': { pages: 'HUSTLA', packages: ['express'] },
  template: { pages: 'HUSOTLA', packages: ['express'] },
  'ssr-pages': { pages: 'HUSOTLAJPRB', packages: ['ssr-pages'] },
  astro: { pages: 'HUSOTLAJPRB', packages: ['astro', '@astrojs/node'], minimum: 22 },
  ejs: { pages: 'HSTL', packages: ['ejs'] },
  eta: { pages: 'HSTL', packages: ['eta'] },
  pug: { pages: 'HSTL', packages: ['pug'] },
  react: { pages: 'HSTLA', packages: ['react', 'react-dom'] },
  preact: { pages: 'HSTLA', packages: ['preact', 'preact-render-to-string'] },
  solid: { pages: 'HSTLA', packages: ['solid-js'] },
  svelte: { pages: 'HSTL', packages: ['svelte'] },
  vue: { pages: 'HSTL', packages: ['vue'] },
  marko: { pages: 'HSTL', packages: ['marko'] },
  'fastify-html': { pages: 'HSTLA', packages: ['fastify', 'fastify-html'] },
  'hono-jsx': { pages: 'HSTLA', packages: ['hono'] },
  'hono-bridge': { pages: 'JPRB', packages: ['@hono/node-server'] },
  'hono-bridge-globals': { file: 'hono-bridge', pages: 'JPRB', packages: ['@hono/node-server'] },
  srvx: { pages: 'JPRB', packages: ['srvx'] },
  whatwg: { pages: 'JPRB', packages: ['@whatwg-node/server'] },
  remix: { pages: 'JPRB', packages: ['@remix-run/node-fetch-server'] },
  'by-hand': { pages: '', packages: [] },
  host: { pages: '', packages: [] },
  'host-with-pages': { file: 'host', pages: '', packages: [] },
  release: { file: 'ssr-pages', pages: 'HUSOTLAJPRB', packages: [] },
}
