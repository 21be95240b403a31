export { prefetch, type PrefetchCall } from '../browser/prefetch/fetch-page.ts'
