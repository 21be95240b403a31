/**
 * The data that all peers show. It is created once, so that a page pays only for its markup and its
 * escaping.
 */

const NAMES = [
  'Ada & Sons',
  'Grace <Hopper>',
  'Linus "L."',
  "O'Brien",
  'Margaret',
  'Edsger',
  'Barbara',
]

/** T: rows of five cells. Two are numbers, and some of the text must be escaped. */
export const rows = Array.from({ length: 1000 }, (_, index) => [
  index + 1,
  NAMES[index % NAMES.length],
  `<user${index}@example.org>`,
  `Order ${index} of ${(index % 28) + 1} November`,
  ((index * 7919) % 100_000) / 100,
])

/** L: the links of the navigation. */
export const links = Array.from({ length: 20 }, (_, index) => ({
  href: `/section/${index}?a=1&b=${index}`,
  label: `Section ${index}`,
  isCurrent: index === 3,
}))

/** L: the products of the cards. */
export const products = Array.from({ length: 100 }, (_, index) => ({
  id: index,
  name: `Product ${index} & friends`,
  text: 'Made by hand, and sent on the day that it was ordered if it was ordered before noon.',
  price: 5 + index,
  isNew: index % 4 === 0,
  isSoldOut: index % 7 === 0,
}))

/** A: the items that are listed after the wait. */
export const items = Array.from({ length: 50 }, (_, index) => `Item ${index} <of> 50`)

/** A: the delay that the page awaits. */
export function wait() {
  return new Promise((resolve) => setTimeout(resolve, 5))
}

/** S: the tiles of the spiral, computed for every request. */
export function spiral() {
  const [width, height, cell] = [960, 720, 10]
  const tiles = []
  for (let angle = 0, radius = 0; radius < height / 2; angle += 0.2, radius += cell * 0.015) {
    const x = width / 2 + Math.cos(angle) * radius
    const y = height / 2 + Math.sin(angle) * radius
    if (x < 0 || x > width - cell || y < 0 || y > height - cell) continue
    tiles.push({ left: x.toFixed(2), top: y.toFixed(2) })
  }
  return tiles
}

/** B: ten mebibytes, in pieces of 64 KiB. */
export const piece = new Uint8Array(64 * 1024).fill(120)
export const pieces = 160
