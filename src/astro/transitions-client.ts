export { getFallback, navigate, transitionEnabledOnThisPage } from '../browser/router/navigate.ts'
export { supportsViewTransitions } from '../browser/router/transition.ts'
export { swapFunctions } from '../browser/router/swap.ts'
export {
  isTransitionBeforePreparationEvent,
  isTransitionBeforeSwapEvent,
  TRANSITION_AFTER_PREPARATION,
  TRANSITION_AFTER_SWAP,
  TRANSITION_BEFORE_PREPARATION,
  TRANSITION_BEFORE_SWAP,
  TRANSITION_PAGE_LOAD,
  TransitionBeforePreparationEvent,
  TransitionBeforeSwapEvent,
} from '../browser/router/events.ts'
export type { Direction, Fallback, NavigationTypeString, Options } from '../browser/router/names.ts'
