import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import express from 'express'
import { type Options, type SsrPages, ssrPages } from '../../src/index.ts'
import { ROOT } from './root.ts'

/** Modules by file name; what they need from the package is imported for them. */
export type Files = Readonly<Record<string, string>>

/** What a built site has and a plain folder has not. */
export interface Built {
  readonly base?: string
  readonly trailingSlash?: string
  readonly redirects?: readonly object[]
  /** Styles of all pages. (default: none) */
  readonly styles?: readonly string[]
  /** Scripts of all pages. (default: none) */
  readonly scripts?: Readonly<Record<string, string | { readonly code: string }>>
}

const IMPORTS = "import { defineMiddleware, html, responseSent, sequence } from 'ssr-pages'\n"

const folders: string[] = []

/** Writes a folder of modules inside the repository, where they find the package by its name. */
export function writeSite(files: Files, built?: Built): string {
  const dir = mkdtempSync(`${ROOT}/__tests__/fixtures/dist-`)
  folders.push(dir)
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(`${dir}/${name}`), { recursive: true })
    writeFileSync(`${dir}/${name}`, IMPORTS + text)
  }
  if (built !== undefined) writeFileSync(`${dir}/manifest.json`, toManifest(files, built))
  return dir
}

/** Creates the pages of such a folder. */
export function createSite(files: Files, options: Options = {}, built?: Built): SsrPages {
  return ssrPages({ dir: writeSite(files, built), ...options })
}

/** Creates an Express app with the pages, a 404 and an error handler. */
export function createApp(pages: SsrPages): express.Express {
  return express()
    .use(pages)
    .use((_req, res) => void res.status(404).send('host 404'))
    .use(((error, _req, res, _next) => {
      const message = String(error.message).split('\n')[0]
      res.status(error.status ?? 500).send(`host error ${error.code ?? message}`)
    }) as express.ErrorRequestHandler)
}

/** Call it after all tests of a file. */
export function removeSites(): void {
  for (const dir of folders.splice(0)) rmSync(dir, { recursive: true, force: true })
}

function toManifest(files: Files, built: Built): string {
  const names = Object.keys(files).filter((name) => !name.startsWith('_'))
  const routes = names.map((file) => ({
    pattern: `/${file}`.replace(/\.mjs$/, '').replace(/\/index$/, '') || '/',
    file,
    kind: files[file]?.includes('export default') ? 'page' : 'endpoint',
    styles: built.styles ?? [],
    scripts: built.scripts ?? {},
    hasHead: false,
  }))
  const middleware = '_middleware.mjs' in files ? { middleware: '_middleware.mjs' } : {}
  return JSON.stringify({
    version: 1,
    base: '/',
    client: '../client',
    ...built,
    ...middleware,
    routes,
  })
}
