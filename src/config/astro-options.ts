import { type AbsentName, describeAbsent } from '../shared/absent-features.ts'

const OF_SERVER =
  'The server is your own: `app.listen(port)`; `ssr-pages dev` has --port and --host'

/**
 * Options of Astro that have another name here or are not needed, with advice on what to do
 * instead.
 */
const INSTEAD: Readonly<Record<string, string>> = {
  root: 'Name the folder on the command line: `ssr-pages build <folder>`',
  cacheDir: 'Set `vite.cacheDir`',
  compressHTML: "Set `compact: 'html'`, or 'jsx'",
  build: 'A build writes dist/pages and dist/client: see `outDir`',
  'build.format': 'Prerendered pages are folders: about/index.html',
  'build.assetsPrefix': 'Set `vite.experimental.renderBuiltUrl`',
  'build.inlineStylesheets':
    'Styles are files; `vite.build.assetsInlineLimit` inlines small scripts',
  server: OF_SERVER,
  'server.host': OF_SERVER,
  'server.port': OF_SERVER,
  'server.open': OF_SERVER,
  'server.headers': 'Set them in your server, before ssrPages()',
  'server.allowedHosts': 'Set `vite.server.allowedHosts`',
  devToolbar: 'There is no toolbar; remove it',
  security: 'If the setting exists here, it is an option of ssrPages() or of your server',
  'security.checkOrigin': 'Set `checkOrigin` where ssrPages() is called',
  'security.allowedDomains': "Set Express's `trust proxy`",
  'security.actionBodySizeLimit': 'Set `bodyLimit` where ssrPages() is called',
  'security.csp': 'Send the header in your server, with a nonce in `res.locals.cspNonce`',
  session: 'Set `session` where ssrPages() is called',
  logger: 'Set `log` and `onError` where ssrPages() is called',
  prerenderConflictBehavior: 'A path that two files answer is an error; remove it',
  cache: 'Set Cache-Control in pages, or cache in your server',
  routeRules: 'Set Cache-Control in pages, or cache in your server',
  experimental: 'There are no experiments; remove it',
  legacy: 'There are no legacy flags; remove it',
}

/** Options of Astro for features that do not exist here. */
const ABSENT: Readonly<Record<string, AbsentName>> = {
  image: 'images',
  fonts: 'images',
  markdown: 'markdown',
  i18n: 'i18n',
  env: 'env',
  prefetch: 'prefetch',
}

/**
 * Advises what to do about an option of Astro.
 *
 * @param value - Its value. If it is an object, the advice is about the first nested option that is
 *   known.
 * @returns The option's path, such as `security.csp`, and a sentence; `undefined` if Astro has no
 *   such option.
 */
export function describeAstroOption(
  key: string,
  value: unknown,
): readonly [path: string, advice: string] | undefined {
  const feature = Object.hasOwn(ABSENT, key) ? ABSENT[key] : undefined
  if (feature !== undefined) return [key, describeAbsent(feature)]
  const nested = typeof value === 'object' && value !== null ? Object.keys(value) : []
  const path = [...nested.map((name) => `${key}.${name}`), key].find((one) =>
    Object.hasOwn(INSTEAD, one),
  )
  return path === undefined ? undefined : [path, INSTEAD[path] ?? '']
}
