/** Options of an animation. */
export interface AnimationOptions {
  /** A CSS time, or milliseconds. (default: the animation's own) */
  readonly duration?: string | number
}

/** The animation of the old or the new picture of an element. */
export interface TransitionAnimation {
  readonly name: string
  readonly duration?: string | number | undefined
  readonly delay?: string | undefined
  readonly easing?: string
  readonly fillMode?: string
}

/** The animations of one direction of navigation. */
export interface AnimationPair {
  readonly old: TransitionAnimation | readonly TransitionAnimation[]
  readonly new: TransitionAnimation | readonly TransitionAnimation[]
}

/** A value of `transition:animate`. */
export interface DirectionalAnimations {
  readonly forwards: AnimationPair
  readonly backwards: AnimationPair
}

const TIMING = { easing: 'cubic-bezier(0.76, 0, 0.24, 1)', fillMode: 'both' }

/**
 * Describes the animation that browsers have by default.
 *
 * @param options - Its duration. (default: 180 ms)
 * @returns The value of `transition:animate`.
 */
export function fade({ duration = 180 }: AnimationOptions = {}): DirectionalAnimations {
  const pair = {
    old: { name: 'astroFadeOut', duration, ...TIMING },
    new: { name: 'astroFadeIn', duration, ...TIMING },
  }
  return { forwards: pair, backwards: pair }
}

/**
 * Describes an animation that moves pages sideways. Here browsers fade instead.
 *
 * @param options - Its duration. (default: Astro's)
 * @returns The value of `transition:animate`.
 */
export function slide({ duration }: AnimationOptions = {}): DirectionalAnimations {
  const move = (name: string, time: string, delay?: string): TransitionAnimation => ({
    name,
    duration: duration ?? time,
    ...(delay !== undefined && duration === undefined && { delay }),
    ...TIMING,
  })
  return {
    forwards: {
      old: [move('astroFadeOut', '90ms'), move('astroSlideToLeft', '220ms')],
      new: [move('astroFadeIn', '210ms', '30ms'), move('astroSlideFromRight', '220ms')],
    },
    backwards: {
      old: [{ name: 'astroFadeOut' }, { name: 'astroSlideToRight' }],
      new: [{ name: 'astroFadeIn' }, { name: 'astroSlideFromLeft' }],
    },
  }
}
