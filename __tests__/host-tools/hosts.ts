import express from 'express'
import express4 from 'express4'
import { type SsrPages, ssrPages } from '../../src/index.ts'
import { ROOT } from '../support/root.ts'

/** Both versions of Express. */
export const FRAMEWORKS: readonly [name: string, framework: typeof express][] = [
  ['Express 5', express],
  ['Express 4', express4 as unknown as typeof express],
]

export const FIXTURES: string = `${ROOT}/__tests__/fixtures/host-tools`

/** The origin of a browser app that uses the API of these pages. */
export const ORIGIN: string = 'https://app.example'

/** Errors of pages whose response had started. */
export const errors: unknown[] = []

/** Pages with every kind of answer. */
export const pages: SsrPages = ssrPages({
  dir: `${FIXTURES}/pages`,
  checkOrigin: [ORIGIN],
  onError: (error) => errors.push(error),
})

/** One page with the browser files of its build. */
export const built: SsrPages = ssrPages({ dir: `${FIXTURES}/built/pages` })
