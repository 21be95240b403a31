/** Options of {@link fade} and {@link slide}. */
export interface AnimationOptions {
  /** A CSS time, or milliseconds. (default: the animation's own) */
  readonly duration?: string | number | undefined
}

/** One animation of the old or the new picture of an element. */
export interface TransitionAnimation {
  /** The name of its `@keyframes`. */
  readonly name: string
  /** A CSS time, or milliseconds. */
  readonly duration?: string | number | undefined
  /** A CSS time, or milliseconds. */
  readonly delay?: string | number | undefined
  /** A CSS easing function. */
  readonly easing?: string | undefined
  readonly fillMode?: string | undefined
  readonly direction?: string | undefined
}

/** The animations of one direction of navigation. */
export interface TransitionAnimationPair {
  readonly old: TransitionAnimation | readonly TransitionAnimation[]
  readonly new: TransitionAnimation | readonly TransitionAnimation[]
}

/** A value of `transition:animate`. */
export interface TransitionDirectionalAnimations {
  readonly forwards: TransitionAnimationPair
  readonly backwards: TransitionAnimationPair
}

const TIMING = { easing: 'cubic-bezier(0.76, 0, 0.24, 1)', fillMode: 'both' } as const

/**
 * Describes a crossfade.
 *
 * @param options - Its duration. (default: 180 ms)
 * @returns The value of `transition:animate`.
 */
export function fade({ duration }: AnimationOptions = {}): TransitionDirectionalAnimations {
  const time = duration ?? 180
  const pair = {
    old: { name: 'astroFadeOut', duration: time, ...TIMING },
    new: { name: 'astroFadeIn', duration: time, ...TIMING },
  }
  return { forwards: pair, backwards: pair }
}

/**
 * Describes an animation in which the old picture leaves to the left while the new one comes from the
 * right; to the other side when going back.
 *
 * @param options - Its duration. (default: 220 ms, of which the fades take less)
 * @returns The value of `transition:animate`.
 */
export function slide({ duration }: AnimationOptions = {}): TransitionDirectionalAnimations {
  const move = (name: string, time: string): TransitionAnimation => ({
    name,
    duration: duration ?? time,
    ...TIMING,
  })
  return {
    forwards: {
      old: [move('astroFadeOut', '90ms'), move('astroSlideToLeft', '220ms')],
      new: [
        { ...move('astroFadeIn', '210ms'), delay: duration ? undefined : '30ms' },
        move('astroSlideFromRight', '220ms'),
      ],
    },
    backwards: {
      old: [{ name: 'astroFadeOut' }, { name: 'astroSlideToRight' }],
      new: [{ name: 'astroFadeIn' }, { name: 'astroSlideFromLeft' }],
    },
  }
}
