export { netlify as default } from './adapter.ts'
export type { NetlifyOptions } from './settings.ts'
export type { Modules } from './answer.ts'
export type { NetlifyContext, NetlifyGeo, NetlifyLocals } from './context.ts'
export { createHandler, type HandlerOptions, type NetlifyHandler } from './handler.ts'
export {
  createLambdaHandler,
  type LambdaHandler,
  type LambdaHandlerOptions,
  type LambdaResult,
} from './lambda.ts'
export type { LambdaEvent } from './lambda-event.ts'
