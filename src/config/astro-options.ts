import { type AbsentName, describeAbsent } from '../shared/absent-features.ts'

const OF_SERVER =
  'The server is your own: `app.listen(port)`; `ssr-pages dev` has --port and --host'
const IN_SERVER = 'where ssrPages() is called'
const CACHING = 'Set Cache-Control in pages, or cache in your server'

/**
 * Options of Astro that have another name here or are not needed, with advice on what to do
 * instead. `docs/from-astro.md` has the same list.
 */
export const INSTEAD: Readonly<Record<string, string>> = {
  root: 'Name the folder on the command line: `ssr-pages build <folder>`',
  cacheDir: 'Set `vite.cacheDir`',
  compressHTML: "Set `compact: 'html'`, or 'jsx'",
  build: 'A build writes dist/pages and dist/client: see `outDir`',
  'build.format': 'Prerendered pages are folders: about/index.html',
  'build.client': 'A build writes dist/client: see `outDir`',
  'build.server': 'A build writes dist/pages: see `outDir`',
  'build.serverEntry': 'There is no entry file: the server calls ssrPages()',
  'build.assets': 'Hashed files are in dist/client/_assets',
  'build.assetsPrefix': 'Set `vite.experimental.renderBuiltUrl`',
  'build.redirects': 'Redirects of static paths become files, too, if `output` is static',
  'build.inlineStylesheets':
    'Styles are files; `vite.build.assetsInlineLimit` inlines small scripts',
  'build.concurrency': 'Pages are prerendered one after another',
  server: OF_SERVER,
  'server.host': OF_SERVER,
  'server.port': OF_SERVER,
  'server.open': OF_SERVER,
  'server.headers': 'Set them in your server, before ssrPages()',
  'server.allowedHosts': 'Set `vite.server.allowedHosts`',
  devToolbar: 'There is no toolbar; remove it',
  'devToolbar.enabled': 'There is no toolbar; remove it',
  'devToolbar.placement': 'There is no toolbar; remove it',
  security: 'If the setting exists here, it is an option of ssrPages() or of your server',
  'security.checkOrigin': `Set \`checkOrigin\` ${IN_SERVER}`,
  'security.allowedDomains': "Set Express's `trust proxy`",
  'security.actionBodySizeLimit': `Set \`bodyLimit\` ${IN_SERVER}`,
  'security.serverIslandBodySizeLimit': 'There are no server islands; remove it',
  session: `Set \`session\` ${IN_SERVER}`,
  'session.driver': `Set \`session.driver\` ${IN_SERVER}`,
  'session.options': `Set \`session.driver\` ${IN_SERVER}`,
  'session.cookie': `Set \`session.cookie\` ${IN_SERVER}`,
  'session.ttl': `Set \`session.ttl\` ${IN_SERVER}`,
  logger: `Set \`log\` and \`onError\` ${IN_SERVER}`,
  prerenderConflictBehavior: 'A path that two files answer is an error; remove it',
  cache: CACHING,
  routeRules: CACHING,
  'experimental.clientPrerender': 'Send a `Speculation-Rules` header: see docs/prefetch.md',
  experimental: 'There are no experiments; remove it',
  legacy: 'There are no legacy flags; remove it',
}

/** Options of Astro for features that do not exist here. */
const ABSENT: Readonly<Record<string, AbsentName>> = {
  i18n: 'i18n',
}

/** Values of options that are not used, which describe what happens anyway. */
const SAME: Readonly<Record<string, readonly unknown[]>> = {
  'build.format': ['directory'],
  'build.client': ['client', 'client/', './client', './client/'],
  'build.assets': ['_assets'],
  'build.redirects': [true],
  'build.inlineStylesheets': ['auto', 'never'],
  'build.concurrency': [1],
  'server.open': [false],
  'devToolbar.enabled': [false],
  'security.checkOrigin': [true],
  prerenderConflictBehavior: ['error'],
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
  const nested = typeof value === 'object' && value !== null ? Object.keys(value) : []
  const path = [...nested.map((name) => `${key}.${name}`), key].find(
    (one) => adviceOn(one) !== undefined,
  )
  return path === undefined ? undefined : [path, adviceOn(path) ?? '']
}

/** The advice on one option, which may be nested; `undefined` if Astro has no such option. */
export function adviceOn(path: string): string | undefined {
  const feature = Object.hasOwn(ABSENT, path) ? ABSENT[path] : undefined
  if (feature !== undefined) return describeAbsent(feature)
  return Object.hasOwn(INSTEAD, path) ? INSTEAD[path] : undefined
}

/** Whether a value asks for nothing but what happens anyway. */
export function changesNothing(path: string, value: unknown): boolean {
  if (value === undefined || (Object.hasOwn(SAME, path) && SAME[path]?.includes(value))) return true
  const isFlag = path.startsWith('experimental.') || path.startsWith('legacy.')
  if (isFlag && value === false) return true
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}
