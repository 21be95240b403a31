export {
  type MiddlewareHandler,
  type MiddlewareNext,
  defineMiddleware,
  sequence,
} from '../core/middleware-handler.ts'
