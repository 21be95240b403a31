/**
 * Bundles the package into a few files, all in `dist` itself: beside Express, Node imports them in 12 ms, but
 * its 90 modules one by one in 48 ms. The docstrings stay in the declarations and the source maps.
 *
 *     node scripts/bundle.js
 */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'rolldown'
import { minifySync } from 'rolldown/utils'

/**
 * Packages that are bundled into `dist`. A server does not install them: only building and developing use them.
 * Their licenses are in LICENSE.
 */
const BUNDLED = [
  '@astrojs/compiler-rs',
  '@capsizecss/unpack',
  '@jridgewell/sourcemap-codec',
  'devalue',
  'fontace',
  'fontkitten',
  'github-slugger',
  'host-validation-middleware',
  'http-cache-semantics',
  'image-size',
  'js-yaml',
  'entities',
  'lru-cache',
  'magic-string',
  'p-limit',
  'parse5',
  'semver',
  'smol-toml',
  'tiny-inflate',
  'yocto-queue',
]

/** The compiler's native code. `@ssr-pages/build` installs it, so no file of `dist` may import it by this name. */
const BINDING = '@astrojs/compiler-binding'

// The bundler would leave the import of a package that is not installed as it is.
for (const name of BUNDLED) import.meta.resolve(name)

// Names chunks of packages after the package: two of them would be called `dist`.
function nameChunk({ name, moduleIds }) {
  const ofPackage = BUNDLED.find((one) =>
    moduleIds.every((id) => id.includes(`/node_modules/${one}/`)),
  )
  return `${ofPackage?.split('/').at(-1) ?? name}.js`
}

const OF_PACKAGES = /\/node_modules\//

/** Large packages that only builds load have chunks of their own. */
const GROUPS = [
  { name: 'font-tools', test: /\/node_modules\/(?:@capsizecss|fontace|fontkitten|tiny-inflate)\// },
  { name: 'parse5', test: /\/node_modules\/(?:entities|parse5)\// },
  { name: 'js-yaml', test: /\/node_modules\/js-yaml\// },
  { name: 'magic-string', test: /\/node_modules\/(?:@jridgewell\/sourcemap-codec|magic-string)\// },
  { name: 'semver', test: /\/node_modules\/semver\// },
]

// Nobody steps through packages: their chunks are small and have no map, and other maps do not repeat their sources.
function withoutPackageSources() {
  return {
    name: 'without-package-sources',
    generateBundle(_options, bundle) {
      for (const [file, { type, source, moduleIds }] of Object.entries(bundle)) {
        if (type === 'chunk' && moduleIds.every((id) => OF_PACKAGES.test(id))) {
          delete bundle[`${file}.map`]
          const code = bundle[file].code.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '')
          const { code: small } = minifySync(file, code, { module: true })
          bundle[file].code = `// ${packagesOf(moduleIds).join(', ')}: see LICENSE\n${small}`
        }
        if (type !== 'asset' || !file.endsWith('.map')) continue
        const map = JSON.parse(source)
        map.sourcesContent = map.sourcesContent.map((text, index) =>
          map.sources[index].includes('node_modules/') ? null : text,
        )
        if (file in bundle) bundle[file].source = JSON.stringify(map)
      }
    },
  }
}

/** @param {string[]} moduleIds */
function packagesOf(moduleIds) {
  const names = moduleIds.map((id) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id)?.[1] ?? '')
  return [...new Set(names)].toSorted()
}

function isExternal(id) {
  if (id.startsWith('.') || isAbsolute(id) || id === BINDING) return false
  return !BUNDLED.some((name) => id === name || id.startsWith(`${name}/`))
}

await build({
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  input: {
    index: 'src/index.ts',
    runtime: 'src/runtime.ts',
    vite: 'src/vite.ts',
    netlify: 'src/netlify/index.ts',
    forms: 'src/forms/index.ts',
    cli: 'src/cli/main.ts',
    'astro-assets-utils-node': 'src/astro/assets-utils-node.ts',
    'astro-assets': 'src/astro/assets.ts',
    'astro-assets-service': 'src/astro/assets-service.ts',
    'astro-assets-utils': 'src/astro/assets-utils.ts',
    'astro-passthrough-service': 'src/astro/passthrough-service.ts',
    'astro-sharp-service': 'src/astro/sharp-service.ts',
    'astro-compiler-runtime': 'src/astro/compiler-runtime.ts',
    'astro-components': 'src/astro/components.ts',
    'astro-content': 'src/astro/content.ts',
    'astro-content-config': 'src/astro/content-config.ts',
    'astro-content-runtime': 'src/astro/content-runtime.ts',
    'astro-content-loading': 'src/astro/content-loading.ts',
    'astro-config': 'src/astro/config.ts',
    'astro-env-server': 'src/astro/env-server.ts',
    'astro-errors': 'src/astro/errors.ts',
    'astro-jsx-runtime': 'src/astro/jsx-runtime.ts',
    'astro-loaders': 'src/astro/loaders.ts',
    'astro-middleware': 'src/astro/middleware.ts',
    'astro-server-runtime': 'src/astro/server-runtime.ts',
    'astro-prefetch': 'src/astro/prefetch.ts',
    'astro-transitions': 'src/astro/transitions.ts',
    'astro-zod': 'src/astro/zod.ts',
    'react-server': 'src/react/server.ts',
  },
  platform: 'node',
  resolve: {
    alias: { [BINDING]: fileURLToPath(new URL('../src/compiler/binding.ts', import.meta.url)) },
  },
  external: isExternal,
  output: {
    dir: 'dist',
    chunkFileNames: nameChunk,
    sourcemap: true,
    comments: { jsdoc: false },
    codeSplitting: { groups: GROUPS },
  },
  plugins: [withoutPackageSources()],
})

// What browsers load for islands, and for the client router: part of each site's own bundle, which minifies it.
// The element of islands is one file.
/** @type {Record<string, string>[]} */
const BROWSER = [
  { island: 'src/browser/island.ts' },
  { prefetch: 'src/browser/prefetch/prefetch.ts' },
  {
    'client-router': 'src/browser/router/client-router.ts',
    'astro-transitions-client': 'src/astro/transitions-client.ts',
  },
]
for (const input of BROWSER) {
  await build({
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    input,
    platform: 'browser',
    output: { dir: 'dist', chunkFileNames: 'browser-[name].js', comments: { jsdoc: false } },
  })
}

// Linked by pages with islands, for the time before the script has run, and by pages with transitions; and the
// component of the client router, which each site compiles.
for (const name of ['island.css', 'transitions.css', 'ClientRouter.astro']) {
  copyFileSync(
    new URL(`../src/browser/${name}`, import.meta.url),
    new URL(`../dist/${name}`, import.meta.url),
  )
}

// The entries for `require()`, also inside Jest.
for (const name of ['forms.cjs', 'index.cjs', 'outside.cjs']) {
  copyFileSync(
    new URL(`../src/require/${name}`, import.meta.url),
    new URL(`../dist/${name}`, import.meta.url),
  )
}
for (const folder of ['', 'forms/']) {
  mkdirSync(new URL(`../dist/${folder}`, import.meta.url), { recursive: true })
  writeFileSync(
    new URL(`../dist/${folder}index.d.cts`, import.meta.url),
    "export * from './index.js'\n",
  )
}
