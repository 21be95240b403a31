/**
 * Who is measured: the file in `peers/`, the pages it has, and the packages whose versions are printed.
 */
export const PEERS = {
  'raw-http': { file: 'raw-http', pages: 'HUSTLAJPRB', packages: [] },
  'express-send': { file: 'express-send', pages: 'HUSTLAJPR', packages: ['express'] },
  'express-end': { file: 'express-end', pages: 'HUSTLA', packages: ['express'] },
  template: { file: 'template', pages: 'HUSTLA', packages: ['express'] },
  'ssr-pages': { file: 'ssr-pages', pages: 'HUSTLAJPRB', packages: ['express'] },
  release: { file: 'ssr-pages', pages: 'HUSTLAJPRB', packages: [] },
}
