export { type NetlifyOptions, netlify as default } from './adapter.ts'
export {
  createHandler,
  type HandlerOptions,
  type NetlifyContext,
  type NetlifyHandler,
} from './handler.ts'
