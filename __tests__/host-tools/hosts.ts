import express from 'express'
import express4 from 'express4'
import { type SsrPages, ssrPages } from '../../src/index.ts'
import { ROOT } from '../support/root.ts'

/** The two Expresses that tools are used with. */
export const FRAMEWORKS: readonly [name: string, framework: typeof express][] = [
  ['Express 5', express],
  ['Express 4', express4 as unknown as typeof express],
]

export const FIXTURES: string = `${ROOT}/__tests__/fixtures/host-tools`

/** Where the browser code of an app lives that asks its API across origins. */
export const ORIGIN: string = 'https://app.example'

/** What went wrong in pages that were on their way. */
export const errors: unknown[] = []

/** Pages of every kind of answer. */
export const pages: SsrPages = ssrPages({
  dir: `${FIXTURES}/pages`,
  checkOrigin: [ORIGIN],
  onError: (error) => errors.push(error),
})

/** One page with the browser files of its build. */
export const built: SsrPages = ssrPages({ dir: `${FIXTURES}/built/pages` })
