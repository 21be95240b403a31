// @ts-nocheck -- The compilers of the peers are installed in this folder only.
/**
 * Compiles the peers whose sources do not run unchanged, each with its own compiler, into
 * `.built/peers/<name>.mjs`. Their runtimes stay imports.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BUILT } from './builds.mjs'

/** By peer: its entry, and either its JSX runtime or the files to compile and the compiler. */
const COMPILED = {
  react: { entry: 'jsx/pages.jsx', jsx: 'react' },
  preact: { entry: 'jsx/pages.jsx', jsx: 'preact' },
  'hono-jsx': { entry: 'jsx/pages.jsx', jsx: 'hono/jsx' },
  solid: { entry: 'solid/pages.jsx', filter: /\.jsx$/, compile: compileSolid },
  svelte: { entry: 'svelte/pages.js', filter: /\.svelte$/, compile: compileSvelte },
  vue: { entry: 'vue/pages.js', filter: /\.vue$/, compile: compileVue },
  marko: { entry: 'marko/pages.js', filter: /\.marko$/, compile: compileMarko },
}

/**
 * Compiles a peer, if it needs a compiler.
 *
 * @param name - Name of a peer.
 * @returns A promise that resolves when the peer is compiled.
 */
export async function compilePeer(name) {
  const { entry, jsx, filter, compile } = COMPILED[name] ?? {}
  if (entry === undefined) return
  const { build } = await import('esbuild')
  await build({
    entryPoints: [fileURLToPath(new URL(`components/${entry}`, import.meta.url))],
    outfile: join(BUILT, 'peers', `${name}.mjs`),
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    define: { 'process.env.NODE_ENV': '"production"' },
    ...(jsx && { jsx: 'automatic', jsxImportSource: jsx }),
    plugins: compile ? [pluginOf(filter, compile)] : [],
    logLevel: 'warning',
  })
}

function pluginOf(filter, compile) {
  return {
    name: 'peer',
    setup({ onLoad }) {
      onLoad({ filter }, async ({ path }) => {
        return { contents: await compile(await readFile(path, 'utf8'), path), loader: 'js' }
      })
    },
  }
}

async function compileSolid(source, filename) {
  const { transformAsync } = await import('@babel/core')
  const { default: solid } = await import('babel-preset-solid')
  const presets = [[solid, { generate: 'ssr', hydratable: false }]]
  return (await transformAsync(source, { filename, presets, babelrc: false, configFile: false }))
    .code
}

async function compileSvelte(source, filename) {
  const { compile } = await import('svelte/compiler')
  return compile(source, { filename, generate: 'server', dev: false }).js.code
}

async function compileVue(source, filename) {
  const { compileScript, parse } = await import('@vue/compiler-sfc')
  const { descriptor } = parse(source, { filename })
  const templateOptions = { ssr: true, ssrCssVars: [], isProd: true }
  const options = { id: filename, inlineTemplate: true, isProd: true, templateOptions }
  return compileScript(descriptor, options).content
}

async function compileMarko(source, filename) {
  const { compile } = await import('@marko/compiler')
  const translator = await import('marko/translator')
  const options = { translator, output: 'html', modules: 'esm', optimize: true, sourceMaps: false }
  return (await compile(source, filename, options)).code
}
