export { netlify as default } from './adapter.ts'
export { createHandler, type NetlifyContext, type NetlifyHandler } from './handler.ts'
