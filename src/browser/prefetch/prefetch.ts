export { type PrefetchCall, prefetch } from './fetch-page.ts'
export { configure, init } from './start.ts'
