/** WebAssembly that exports `answer()`, which returns 42. */
const WASM = 'AGFzbQEAAAABBQFgAAF/AwIBAAcKAQZhbnN3ZXIAAAoGAQQAQSoL'

/** A worker that reports what it has loaded. */
function worker(name: string): string {
  return `import { word } from './shared.ts'
const bytes = async () => (await (await fetch(new URL('./bytes.bin', import.meta.url))).text()).trim()
// Shared workers cannot start others.
const nested = () => typeof Worker === 'undefined' ? 'alone' : new Promise((done) => {
  const inner = new Worker(new URL('./nested.ts', import.meta.url), { type: 'module' })
  inner.onmessage = ({ data }) => done(data)
})
const tell = async (port: MessagePort) => {
  const later = (await import('./lazy.ts')).default
  port.postMessage(['${name}', word, import.meta.env.BASE_URL, await bytes(), later, await nested()].join(' '))
}
const scope = self as any
if ('onconnect' in scope) scope.onconnect = (event: MessageEvent) => tell(event.ports[0])
else tell(scope)
`
}

/** Kinds of loading by scripts of a page, each with the name of its result. */
const KINDS: Readonly<Record<string, string>> = {
  'new Worker(new URL())':
    "ask(new Worker(new URL('./url-worker.ts', import.meta.url), { type: 'module' }))",
  'a classic worker': "ask(new Worker(new URL('./classic.js', import.meta.url)))",
  'a shared worker':
    "ask(new SharedWorker(new URL('./shared-worker.ts', import.meta.url), { type: 'module' }).port)",
  '?worker': "import('./query-worker.ts?worker').then((m) => ask(new m.default()))",
  '?worker&inline': "import('./inline-worker.ts?worker&inline').then((m) => ask(new m.default()))",
  '?worker&url':
    "import('./address-worker.ts?worker&url').then((m) => ask(new Worker(m.default, { type: 'module' })))",
  '?sharedworker':
    "import('./query-shared.ts?sharedworker').then((m) => ask(new m.default().port))",
  '?sharedworker&url':
    "import('./address-shared.ts?sharedworker&url').then((m) => ask(new SharedWorker(m.default, { type: 'module' }).port))",
  'a virtual module': "import('virtual:greeting').then((m) => m.default)",
  'a virtual module with a NUL': "import('virtual:marked').then((m) => m.default)",
  'new URL()': "text(new URL('./bytes.bin', import.meta.url))",
  'new URL() of a name with special characters':
    "text(new URL('./odd é 100%23.bin', import.meta.url))",
  'new URL() of an alias': "text(new URL('~/aliased.bin', import.meta.url))",
  'new URL() with a variable':
    "Promise.all(['one', 'two'].map((name) => text(new URL(`./many/${name}.bin`, import.meta.url))))",
  'new URL() of a script that is not imported':
    "import(/* @vite-ignore */ new URL('./by-address.js', import.meta.url).href).then((m) => m.default)",
  '?url': "import('./other.bin?url').then((m) => text(m.default))",
  '?url of an unknown type': "import('./some.xyz?url').then((m) => text(m.default))",
  '?url of a file without an extension': "import('./LICENSE?url').then((m) => text(m.default))",
  '?url of a stylesheet': "import('./address.css?url').then((m) => link(m.default))",
  '?url of a script': "import('./address.js?url').then((m) => text(m.default))",
  '?url of an image': "import('./photo.svg?url&no-inline').then((m) => text(m.default))",
  'an image': "import('./mark.svg').then((m) => text(m.default))",
  '?raw': "import('./raw.txt?raw').then((m) => m.default)",
  '?inline of a stylesheet': "import('./inline.css?inline').then((m) => m.default.includes('red'))",
  '?init of WebAssembly':
    "import('./init.wasm?init').then(async (m) => (await m.default()).exports.answer())",
  '?url of WebAssembly':
    "import('./address.wasm?url').then(async (m) => (await WebAssembly.instantiateStreaming(fetch(m.default))).instance.exports.answer())",
  'new URL() of WebAssembly':
    "WebAssembly.instantiateStreaming(fetch(new URL('./by-url.wasm', import.meta.url))).then((m) => m.instance.exports.answer())",
  'an import that comes later': "import('./lazy.ts').then((m) => m.default)",
  'an import with a variable':
    "Promise.all(['a', 'b'].map((name) => import(`./parts/${name}.ts`).then((m) => m.default)))",
  'import.meta.glob':
    "Promise.all(Object.values(import.meta.glob('./globbed/*.ts')).map((load) => load().then((m) => m.default)))",
  'import.meta.glob of URLs':
    "Promise.all(Object.values(import.meta.glob('./addresses/*.bin', { query: '?url', import: 'default', eager: true })).map(text))",
  'import.meta.glob of texts':
    "Object.values(import.meta.glob('./texts/*.txt', { query: '?raw', import: 'default', eager: true }))",
  JSON: "import('./data.json').then((m) => [m.default.a, m.b])",
  'a stylesheet': "import('./imported.css').then(() => look('imported'))",
  'a CSS module': "import('./box.module.css').then((m) => look(m.default.box))",
  'images of a stylesheet':
    "import('./images.css').then(() => Promise.all([1, 2, 3, 4].map((n) => text(addressIn(getComputedStyle(element('image' + n)).backgroundImage)))))",
  'a font of a stylesheet':
    "import('./font.css').then(() => text(addressIn([...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).find((rule) => rule.cssText.includes('Odd')).cssText)))",
  'a CommonJS package': "import('acme').then((m) => m.default.name)",
  'an image of a package': "import('pictures/a.svg?no-inline').then((m) => text(m.default))",
  'an ES package that imports another': "import('outer').then((m) => m.word)",
  'an image that a plugin serves': "import('./shot.png?size=2').then((m) => text(m.default))",
  'several images that a plugin serves':
    "import('./shot.png?size=3').then((m) => Promise.all(m.srcset.split(', ').map((one) => text(one.split(' ')[0]))))",
  'a public file': "text(import.meta.env.BASE_URL + 'robots.txt')",
}

const RUN = `export {}
const ask = (port: any) => new Promise((done, fail) => {
  port.onmessage = ({ data }: MessageEvent) => done(data)
  port.onerror = () => fail(new Error('the worker did not start'))
})
const text = async (url: string | URL) => {
  const response = await fetch(url)
  return response.status + ' ' + (await response.text()).trim()
}
const element = (name: string) => {
  const made = document.createElement('div')
  made.className = name
  document.body.append(made)
  return made
}
const look = (name: string) => getComputedStyle(element(name)).outlineColor
// The URL is relative to the stylesheet in a build, and absolute in a computed style.
const addressIn = (css: string) => new URL(/url\\("(.*?)"/.exec(css)![1], new URL('_assets/', document.baseURI))
const link = (href: string) => new Promise((done, fail) => {
  const made = Object.assign(document.createElement('link'), { rel: 'stylesheet', href })
  made.onload = () => done(look('address'))
  made.onerror = fail
  document.head.append(made)
})
const loads: Record<string, () => any> = {
${Object.entries(KINDS)
  .map(([name, code]) => `  ${JSON.stringify(name)}: async () => ${code},`)
  .join('\n')}
}
const seen: Record<string, unknown> = {}
for (const [name, load] of Object.entries(loads)) {
  const late = new Promise((_done, fail) => setTimeout(() => fail(new Error('took too long')), 8000))
  seen[name] = await Promise.race([load(), late]).catch((error) => String(error))
}
document.querySelector('output')!.textContent = JSON.stringify(seen)
`

const svg = (word: string) => `<svg xmlns="http://www.w3.org/2000/svg"><desc>${word}</desc></svg>`

function pack(name: string, code: string, fields = {}): Record<string, string> {
  const json = JSON.stringify({ name, version: '1.0.0', main: 'index.js', ...fields })
  return {
    [`node_modules/${name}/package.json`]: json,
    [`node_modules/${name}/index.js`]: code,
  }
}

/** Names of the loaded values. */
export const LOADED: readonly string[] = Object.keys(KINDS)

/** A project whose page loads all of them. */
export const BROWSER_CODE: Readonly<Record<string, string | Uint8Array>> = {
  'ssr-pages.config.mjs': `const modules = { 'virtual:greeting': "export default 'hello'" }
const marked = { 'virtual:marked': "import hello from 'virtual:greeting'; export default hello + ' there'" }
let prefix
export default {
  vite: {
    worker: { format: 'es' },
    resolve: { alias: { '~': import.meta.dirname + '/src' } },
    plugins: [
      {
        name: 'sizes',
        enforce: 'pre',
        configResolved(config) {
          prefix = config.command === 'build' ? 'data:text/plain,' : config.base + '@sizes/'
        },
        load(id) {
          if (id.endsWith('?size=2')) return 'export default ' + JSON.stringify(prefix + 'two')
          if (!id.endsWith('?size=3')) return
          return 'export const srcset = ' + JSON.stringify(prefix + 'small 1x, ' + prefix + 'large 2x')
        },
        configureServer({ middlewares }) {
          middlewares.use('/@sizes/', (req, res) => res.end(req.url.slice(1)))
        },
      },
      {
        name: 'virtual',
        resolveId: (id) => (modules[id] ? id : marked[id] ? '\\0' + id : undefined),
        load: (id) => modules[id] ?? (id[0] === '\\0' ? marked[id.slice(1)] : undefined),
      },
    ],
  },
}`,
  'public/robots.txt': 'everybody',
  'src/pages/index.astro':
    "<html><head><title>x</title></head><body><output></output><script>import '../client/main.ts'</script></body></html>",
  'src/client/main.ts': RUN,
  'src/client/shared.ts': "export const word = 'shared'",
  'src/client/url-worker.ts': worker('url'),
  'src/client/classic.js': "self.postMessage('classic ' + typeof importScripts)",
  'src/client/shared-worker.ts': worker('shared worker'),
  'src/client/query-worker.ts': worker('query'),
  'src/client/inline-worker.ts': "self.postMessage('inline')",
  'src/client/address-worker.ts': worker('address'),
  'src/client/query-shared.ts': worker('query shared'),
  'src/client/address-shared.ts': worker('address shared'),
  'src/client/nested.ts': "import { word } from './shared.ts'\nself.postMessage('nested ' + word)",
  'src/client/bytes.bin': 'bytes',
  'src/client/odd é 100%23.bin': 'odd',
  'src/client/other.bin': 'other',
  'src/client/some.xyz': 'unknown',
  'src/client/LICENSE': 'free',
  'src/client/address.css': '.address { outline-color: rgb(1, 2, 3) }',
  'src/client/address.js': '// the text\nexport default 1',
  'src/client/by-address.js': "export default 'by address'",
  'src/client/photo.svg': svg('photo'),
  'src/client/shot.png': 'a picture',
  'src/client/mark.svg': svg('mark'),
  'src/aliased.bin': 'aliased',
  'src/client/many/one.bin': '1',
  'src/client/many/two.bin': '2',
  'src/client/raw.txt': 'raw',
  'src/client/inline.css': 'p { color: red }',
  ...Object.fromEntries(
    ['init', 'address', 'by-url'].map((name) => [
      `src/client/${name}.wasm`,
      Buffer.from(WASM, 'base64'),
    ]),
  ),
  'src/client/lazy.ts': "export default 'later' as string",
  'src/client/parts/a.ts': "export default 'part a'",
  'src/client/parts/b.ts': "export default 'part b'",
  'src/client/globbed/a.ts': "export default 'globbed a'",
  'src/client/globbed/b.ts': "export default 'globbed b'",
  'src/client/addresses/a.bin': 'address a',
  'src/client/texts/a.txt': 'text a',
  'src/client/data.json': '{ "a": 1, "b": 2 }',
  'src/client/imported.css': '.imported { outline-color: rgb(4, 5, 6) }',
  'src/client/box.module.css': '.box { outline-color: rgb(7, 8, 9) }',
  'src/client/images.css': `.image1 { background: url(./one.svg) }
.image2 { background: url("./two's.svg") }
.image3 { background: image-set("./three.svg" 1x) }
.image4 { background: url('~/four.svg') }`,
  'src/client/one.svg': svg('one'),
  "src/client/two's.svg": svg('two'),
  'src/client/three.svg': svg('three'),
  'src/four.svg': svg('four'),
  'src/client/font.css': "@font-face { font-family: Odd; src: url('./odd.woff2') }",
  'src/client/odd.woff2': 'no font',
  ...pack('acme', "module.exports = { name: 'acme' }"),
  ...pack('outer', "export { word } from 'inner'", { type: 'module' }),
  ...pack('inner', "export const word = 'inner'", { type: 'module' }),
  ...pack('pictures', ''),
  'node_modules/pictures/a.svg': svg('picture'),
}
