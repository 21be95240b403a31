export {
  type AnimationOptions,
  fade,
  slide,
  type TransitionAnimation,
  type TransitionAnimationPair,
  type TransitionDirectionalAnimations,
} from '../render/animations.ts'
