/**
 * The pages are files, so they carry no nonce: styles and scripts are files too, and nothing is written into the
 * HTML. The search is WebAssembly. `'wasm-unsafe-eval'` lets the browser compile it, and allows no `eval()`.
 */
export const contentSecurityPolicy = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
    workerSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
}
