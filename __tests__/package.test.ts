import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import * as forms from '../src/forms/index.ts'
import * as main from '../src/index.ts'
import * as netlify from '../src/netlify/index.ts'
import * as runtime from '../src/runtime.ts'
import { ROOT } from './support/root.ts'

test('ssr-pages exports the documented names, and nothing else', () => {
  expect(Object.keys(main).toSorted()).toEqual([
    'SsrPagesError',
    'defineConfig',
    'defineMiddleware',
    'html',
    'responseSent',
    'sequence',
    'ssrPages',
    'wantsFragment',
  ])
  expect(Object.keys(forms).toSorted()).toEqual([
    'addFlash',
    'csrfField',
    'readFlash',
    'readForm',
    'returnPath',
    'withErrors',
  ])
  expect(Object.keys(netlify).toSorted()).toEqual([
    'createHandler',
    'createLambdaHandler',
    'default',
  ])
})

// A function whose meaning changes gets a new name: then pages that an older version has built fail
// when they are imported, instead of printing something else.
test('ssr-pages/runtime exports every name that compiled pages import', () => {
  expect(Object.keys(runtime).toSorted()).toEqual([
    'Fragment',
    'addAttribute',
    'addVariables',
    'attributeText',
    'classAttribute',
    'createAstro',
    'createComponent',
    'createFonts',
    'createHeadedComponent',
    'createJsonResponse',
    'createJsx',
    'createMarkdown',
    'createMdxImage',
    'createRawComponent',
    'createResponse',
    'createSvgComponent',
    'createTransitionScope',
    'defineScriptVars',
    'defineStyleVars',
    'followMount',
    'joinHtml',
    'keepsRequest',
    'mapMarkup',
    'mapValues',
    'markup',
    'markupAround',
    'maybeRenderHead',
    'mergeSlots',
    'moreClasses',
    'nextProperty',
    'printOptional',
    'printPlain',
    'printSpread',
    'property',
    'rawMarkup',
    'rawMarkupAround',
    'render',
    'renderComponent',
    'renderComponentIn',
    'renderHead',
    'renderImported',
    'renderScript',
    'renderSlot',
    'renderTransition',
    'spreadAttributes',
    'styleAttribute',
    'tagComponent',
    'templateEnter',
    'templateExit',
    'toText',
    'unescapeHTML',
  ])
})

test('a server that installs ssr-pages installs few other packages', () => {
  const { dependencies } = JSON.parse(readFileSync(`${ROOT}/package.json`, 'utf8'))
  expect(Object.keys(dependencies).toSorted()).toEqual([
    'clsx', // class:list
    'cookie', // Astro.cookies
    'mrmime', // types of { body } results
    'path-to-regexp', // routes
    'send', // browser files
  ])
})

test('the package and its dependencies support the versions of Node that it names', () => {
  const { engines, dependencies } = JSON.parse(readFileSync(`${ROOT}/package.json`, 'utf8'))
  expect(engines.node).toBe('^20.19.0 || >=22.12.0')
  const { packages } = JSON.parse(readFileSync(`${ROOT}/package-lock.json`, 'utf8'))
  const build = JSON.parse(readFileSync(`${ROOT}/packages/build/package.json`, 'utf8'))
  const own = { ...dependencies, ...build.dependencies }
  const names = ['@astrojs/compiler-binding-', '@rolldown/binding-', ...Object.keys(own)]
  const needed = Object.entries<{ engines?: { node?: string } }>(packages).filter(([path]) =>
    names.some(
      (name) => path === `node_modules/${name}` || (name.endsWith('-') && path.includes(name)),
    ),
  )
  // The oldest Node that this package takes; Yarn 1 refuses to install a package that does not.
  const refusing = needed.filter(([, { engines: { node = '*' } = {} }]) => !takesNode20(node))
  expect(needed.length).toBeGreaterThan(Object.keys(own).length + 5)
  expect(refusing).toEqual([])
})

function takesNode20(range: string): boolean {
  return range.split('||').some((part) => {
    const [, sign, major, minor = '0'] = /(\^|>=?|~|)\s*v?(\d+)(?:\.(\d+))?/.exec(part) ?? []
    if (major === undefined) return part.trim() === '*'
    if (Number(major) === 20) return Number(minor) <= 19
    return Number(major) < 20 && sign?.startsWith('>') === true
  })
}

test('its declarations refer only to packages that are installed with it', () => {
  const declarations = readdirSync(`${ROOT}/dist`, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.d.ts'))
    .map((file) => readFileSync(`${ROOT}/dist/${file}`, 'utf8'))
  expect(declarations.filter((text) => text.includes('@astrojs/compiler-rs'))).toEqual([])
})

test('its declarations are those that its entries need: all of them, and no other', () => {
  const files = readdirSync(`${ROOT}/dist`, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.d\.c?ts$/.test(file))
    .map((file) => `/${file.replaceAll('\\', '/')}`)
  const named = files.flatMap((file) => {
    const text = readFileSync(`${ROOT}/dist${file}`, 'utf8')
    const names = [...text.matchAll(/(?:from |import\()['"](\.[^'"]+\.[jt]s)['"]/g)].map(
      ([, name = '']) => name,
    )
    return names.map((name) =>
      new URL(name, `file://${file}`).pathname.replace(/\.[jt]s$/, '.d.ts'),
    )
  })
  const entries = [
    ...[
      'assets',
      'assets-service',
      'assets-utils',
      'assets-utils-node',
      'passthrough-service',
      'sharp-service',
      'compiler-runtime',
      'components',
      'config',
      'content',
      'content-config',
      'content-loading',
      'content-runtime',
      'env-server',
      'errors',
      'jsx-runtime',
      'loaders',
      'middleware',
      'prefetch',
      'server-runtime',
      'transitions',
      'transitions-client',
      'zod',
    ].map((name) => `/astro/${name}.d.ts`),
    '/forms/index.d.cts',
    '/forms/index.d.ts',
    '/index.d.cts',
    '/index.d.ts',
    '/netlify/index.d.ts',
    '/runtime.d.ts',
    '/vite.d.ts',
  ]
  expect(named.length).toBeGreaterThan(50)
  expect(files.toSorted()).toEqual([...new Set([...entries, ...named])].toSorted())
})

test('no file of dist imports what a server does not install', () => {
  const { dependencies, peerDependencies } = readPackage()
  // Our entry for React is part of a site's own bundle; a server does not load it from here.
  const ofReact = ['react', 'react-dom', 'virtual:ssr-pages']
  const known = ['ssr-pages', ...ofReact, ...Object.keys({ ...dependencies, ...peerDependencies })]
  const imports = distFiles('.js').flatMap((text) =>
    [
      ...text.matchAll(
        /^import (?:[^'"]*? from )?["']([^."'][^"']*)["']|\bawait import\("([^."][^"]*)"\)/gm,
      ),
    ].map(([, fixed, computed]) => fixed ?? computed ?? ''),
  )
  expect(imports.length).toBeGreaterThan(20)
  const packages = new Set(imports.filter((name) => !name.startsWith('node:')).map(toPackage))
  expect([...packages].filter((name) => !known.includes(name))).toEqual([])
})

// A source map names the packages of its chunk; a chunk without a map says in its first line what it has.
function bundledPackages(): string[] {
  const paths = distFiles('.js.map').flatMap((text) => JSON.parse(text).sources as string[])
  const ofMaps = paths.flatMap((path) => path.split('node_modules/').slice(1).map(toPackage))
  const ofChunks = distFiles('.js').flatMap((text) => {
    return /^\/\/ (.+): see LICENSE\n/.exec(text)?.[1]?.split(', ') ?? []
  })
  return [...new Set([...ofMaps, ...ofChunks])].toSorted()
}

test('LICENSE has the license of each package that is part of dist', () => {
  const bundled = bundledPackages()
  const license = readFileSync(`${ROOT}/LICENSE`, 'utf8')
  expect(bundled).toEqual(expect.arrayContaining(['smol-toml', 'parse5', 'devalue']))
  expect(bundled.filter((name) => !license.includes(copyrightOf(name)))).toEqual([])
})

// Where LICENSE has the text of a license, the packages under it stand in the same section.
const TERMS: Readonly<Record<string, string>> = {
  MIT: 'Permission is hereby granted, free of charge',
  ISC: 'Permission to use, copy, modify, and/or distribute this software',
  'BSD-2-Clause': 'Redistributions in binary form must reproduce',
  'BSD-3-Clause': 'Neither the name of the copyright holder',
  'BlueOak-1.0.0': 'https://blueoakcouncil.org/license/1.0.0',
}

test('LICENSE names each package of dist beside the terms of its own license', () => {
  const sections = readFileSync(`${ROOT}/LICENSE`, 'utf8').split(/\n---\n|\n(?=smol-toml:\n)/)
  const isWrong = (name: string) => {
    const { license } = JSON.parse(
      readFileSync(`${ROOT}/node_modules/${name}/package.json`, 'utf8'),
    )
    const own = sections.filter((text) => text.includes(copyrightOf(name)))
    return own.length === 0 || !own.every((text) => text.includes(TERMS[license] ?? 'unknown'))
  }
  expect(bundledPackages().filter(isWrong)).toEqual([])
})

function toPackage(path: string): string {
  return path
    .split('/')
    .slice(0, path.startsWith('@') ? 2 : 1)
    .join('/')
}

function copyrightOf(name: string): string {
  const folder = `${ROOT}/node_modules/${name}`
  const file = readdirSync(folder).find((one) => /^licen[cs]e(?:\.md)?$/i.test(one))
  const text = readFileSync(`${folder}/${file}`, 'utf8')
  // The Blue Oak license asks for its text or a link to it, and names nobody.
  if (text.startsWith('# Blue Oak Model License')) {
    return `${name}: https://blueoakcouncil.org/license/1.0.0`
  }
  return /^Copyright.*$/m.exec(text)?.[0] ?? `no copyright in the license of ${name}`
}

function readPackage() {
  return JSON.parse(readFileSync(`${ROOT}/package.json`, 'utf8'))
}

function distFiles(extension: string): string[] {
  return readdirSync(`${ROOT}/dist`, { encoding: 'utf8' })
    .filter((file) => file.endsWith(extension))
    .map((file) => readFileSync(`${ROOT}/dist/${file}`, 'utf8'))
}

interface Packed {
  files: { path: string }[]
  unpackedSize: number
}

function pack(): Packed {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts']
  return JSON.parse(execFileSync('npm', args, { cwd: ROOT, encoding: 'utf8' }))[0]
}

test('every file of exports and bin is in the published package, also by a pattern', () => {
  const { exports, bin } = JSON.parse(readFileSync(`${ROOT}/package.json`, 'utf8'))
  const targets = targetsOf([exports, bin]).map((target) => target.replace('./', ''))
  const files = pack().files.map(({ path }) => path)
  expect(targets).toEqual(expect.arrayContaining(['dist/index.cjs', 'tsconfigs/*.json']))
  expect(targets.filter((target) => !files.some((file) => isOf(target, file)))).toEqual([])
  const configurations = readdirSync(`${ROOT}/tsconfigs`).map((name) => `tsconfigs/${name}`)
  expect(files).toEqual(expect.arrayContaining(configurations))
})

function targetsOf(value: unknown): string[] {
  return typeof value === 'string' ? [value] : Object.values(Object(value)).flatMap(targetsOf)
}

function isOf(target: string, file: string): boolean {
  const [start = '', end = ''] = target.split('*')
  return target.includes('*') ? file.startsWith(start) && file.endsWith(end) : file === target
}

test('the package contains the built code, and no tests or examples', () => {
  const packed = pack()
  const files = packed.files.map(({ path }) => path)
  expect(files).toEqual(
    expect.arrayContaining(['README.md', 'LICENSE', 'bin/ssr-pages.js', 'dist/index.js']),
  )
  expect(
    files.filter(
      (path) =>
        !/^(dist|bin|tsconfigs)\/|^(README\.md|LICENSE|(env|express)\.d\.ts|package\.json|docs\/errors\.md)$/.test(
          path,
        ),
    ),
  ).toEqual([])
  // More than half of it are source maps, with the sources; more means that something came along.
  // 1.71 MB with docs/errors.md, whose sections the page of an error shows in development.
  // 1.9 MB with what is said of features of Astro that are not here, and the checks of styles and fences.
  // Raised by 100 kB with the compiler's wrapper, its license and what development says of shared modules.
  // Raised by 100 kB with what development says of files that plugins answer.
  // Raised by 150 kB with magic-string, smol-toml and host-validation-middleware, which were packages of 370 kB,
  // without the declarations that no entry needs.
  // Raised by 200 kB with requests and responses without streams, what builds rewrite of lists, styles and
  // fragments, and the tree of routes: 60 kB of code, the rest are their sources and maps.
  // Raised by 900 kB with integrations, islands, the modules that stand for Astro's, image-size and semver: 250 kB of
  // code, the rest are their sources and maps.
  // Raised by 350 kB with views, fragments, `init`, error pages for the errors of an app, and forms: these are 82 kB, of
  // which 18 kB are code.
  // Raised by 1,000 kB with Markdown, MDX and content collections, and devalue; by 100 kB with js-yaml and
  // github-slugger, which builds use. Lowered by 350 kB: the source maps do not repeat the sources of packages.
  // Raised by 450 kB with images, fonts, `astro:env` and the client router.
  // Raised by 450 kB with the Content Security Policy and parse5, which reads what prerendered pages inline: builds use it.
  // Raised by 700 kB with fontace and @capsizecss/unpack, with which builds read the weights and metrics of fonts: both
  // need fontkitten, which are 450 kB.
  // Raised by 150 kB with Markdoc, the URLs of images in mails, and what the client router asks of policies. Lowered by
  // 700 kB: chunks of packages are minified and have no maps.
  expect(packed.unpackedSize).toBeLessThan(5_600_000)
})
