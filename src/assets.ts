import { readdirSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join, relative, sep } from 'node:path'
import send from 'send'
import { encodeText } from './loader/pattern.ts'

/** Answers a request for a browser file; false, with nothing touched, when it is for none. */
export type ServeAsset = (
  pathname: string,
  req: IncomingMessage,
  res: ServerResponse,
  fail: (error: unknown) => void,
) => boolean

const HASHED = '/_assets/'
const YEAR_MS = 365 * 24 * 60 * 60 * 1000

/** Such as `.env` and `.git`, which nobody put there to be read. */
const HIDDEN = /(?:^|\/)\.(?!well-known\/)/

/**
 * Serves the browser files of a build: hashed files for a year, others to be revalidated. Which files
 * there are is read once, so a path that names none of them costs one look-up, and no path can name
 * anything else. Names that begin with a dot are left out, except `.well-known`.
 *
 * @param clientDir - Absolute path of the folder of browser files.
 * @returns The function that answers GET and HEAD requests for these files.
 * @see https://github.com/pillarjs/send
 */
export function createServeAsset(clientDir: string): ServeAsset {
  const files = listFiles(clientDir)
  return function serveAsset(pathname, req, res, fail) {
    const file = files.get(pathname)
    if (file === undefined || (req.method !== 'GET' && req.method !== 'HEAD')) return false
    const isHashed = pathname.startsWith(HASHED)
    const { statusCode } = res
    const before = new Set(res.getHeaderNames())
    // Koa begins with a 404, which `send` would send.
    res.statusCode = 200
    send(req, encodeURI(file), {
      root: clientDir,
      index: false,
      dotfiles: 'allow',
      immutable: isHashed,
      maxAge: isHashed ? YEAR_MS : 0,
    })
      .on('error', (error) => {
        res.statusCode = statusCode
        forgetFile(res, before)
        fail(error)
      })
      .pipe(res)
    return true
  }
}

// What was said of the file does not hold for the answer that takes its place: kept for a year, an
// error would be shown for a year. Only a range that no file has is answered with the file's size.
function forgetFile(res: ServerResponse, before: ReadonlySet<string>): void {
  if (res.headersSent) return
  for (const name of res.getHeaderNames()) {
    if (name !== 'content-range' && !before.has(name)) res.removeHeader(name)
  }
}

// URL path in its canonical encoding -> path relative to the folder, with forward slashes.
function listFiles(clientDir: string): Map<string, string> {
  const files = new Map<string, string>()
  for (const entry of readdirSync(clientDir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = relative(clientDir, join(entry.parentPath, entry.name)).split(sep).join('/')
    if (!HIDDEN.test(file)) files.set(`/${encodeText(file)}`, file)
  }
  return files
}
