import { type Case, endpoints, pages } from './cases.ts'
import { type Check, always, brokenOff, inAppOnly, streamed, withFiles } from './checks.ts'
import type { Protocol } from '../support/client.ts'
import { alone, inApp } from './host-cases.ts'

/** A kind of server with pages in it, and the checks that apply there. */
export interface Host {
  readonly name: string
  /** The server fixture and its arguments, except the folder of pages. */
  readonly server: readonly [file: string, ...args: string[]]
  readonly protocol: Protocol
  readonly cases: readonly Case[]
  readonly checks: readonly Check[]
}

const common = [...pages, ...endpoints]
const checks = [...always, ...withFiles, ...streamed, ...brokenOff]
const bare = { cases: [...common, ...alone], checks }
const bare2 = { cases: bare.cases.map(toHttp2), checks }
const cases = [...common, ...inApp]
const app = { protocol: 'http', cases, checks: [...checks, ...inAppOnly] } as const
// The same app as the ESM one, but loaded by require().
const required = { ...app, checks: inAppOnly }
const netlify = { protocol: 'http', cases: bare.cases.flatMap(toFunction) } as const

export const hosts: readonly Host[] = [
  { name: 'Express 5, ESM', server: ['express.mjs', 'express'], ...app },
  { name: 'Express 5, CommonJS', server: ['express.cjs', 'express'], ...required },
  { name: 'Express 4, ESM', server: ['express.mjs', 'express4'], ...app },
  { name: 'Express 4, CommonJS', server: ['express.cjs', 'express4'], ...required },
  { name: 'Express 4.16, ESM', server: ['express.mjs', 'express416'], ...app },
  { name: 'Express 4.16, CommonJS', server: ['express.cjs', 'express416'], ...required },
  { name: 'Connect', server: ['connect.mjs'], ...app },
  { name: 'Fastify', server: ['fastify.mjs', 'preParsing'], ...app },
  { name: 'Fastify, behind its parsers', server: ['fastify.mjs', 'preHandler'], ...app },
  { name: 'Koa', server: ['koa.mjs'], ...app },
  { name: 'plain http', server: ['node.mjs', 'http'], protocol: 'http', ...bare },
  { name: 'https', server: ['node.mjs', 'https'], protocol: 'https', ...bare },
  { name: 'HTTP/2 over TLS', server: ['node.mjs', 'h2'], protocol: 'h2', ...bare2 },
  { name: 'HTTP/2 without TLS', server: ['node.mjs', 'h2c'], protocol: 'h2c', ...bare2 },
  {
    name: 'a Netlify function',
    server: ['netlify.mjs', 'current'],
    ...netlify,
    checks: [...always, ...streamed],
  },
  {
    name: 'a Netlify function of the classic format',
    server: ['netlify.mjs', 'classic'],
    ...netlify,
    checks: always,
  },
]

/** HTTP/2 has no status text, and frames instead of chunks. */
function toHttp2(given: Case): Case {
  const { statusText: _unknown, ...rest } = given
  return { ...rest, has: { ...given.has, 'transfer-encoding': undefined } }
}

/** Netlify serves files itself, has no status text, and decides on the framing. */
function toFunction(given: Case): Case[] {
  if (given.path === '/robots.txt') return []
  const { statusText: _unknown, ...rest } = given
  const framing = { 'transfer-encoding': undefined, 'content-length': undefined }
  const has = Object.entries(given.has ?? {}).filter(([name]) => !(name in framing))
  return [{ ...rest, has: Object.fromEntries(has) }]
}
