/**
 * Creates a generator of random numbers that are the same for the same seed (mulberry32).
 *
 * @param {number} seed - Any integer.
 * @returns {(below: number) => number} Returns an integer from 0 up to, but not including, `below`.
 */
export function createRandom(seed) {
  let state = seed
  return function random(below) {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}
