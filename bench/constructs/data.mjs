/**
 * The data of the constructs: for each shape of text, a list of 1,000 items. It is created once, so that
 * a page pays only for its markup and its escaping.
 */

/** By shape, the text of an item. */
const TEXTS = {
  short: (index) => `Item ${index}`,
  long: (index) =>
    `${index}. Made by hand, and sent on the day that it was ordered if it was ordered before noon; ` +
    'otherwise on the following day, unless that is a Sunday or a public holiday where it is made.',
  dirty: (index) => `<b>"Item" ${index}</b> & 'friends'`,
  latin: (index) => `Größe ${index}, façade ${index % 4 === 0 ? '& été' : 'été'}`,
  cyrillic: (index) => `Товар ${index} сделан ${index % 4 === 0 ? '<вручную>' : 'вручную'}`,
  cjk: (index) => `商品${index}は${index % 4 === 0 ? '"手作り"' : '手作り'}です`,
  mixed: (index) => texts[index % texts.length](index),
}
const texts = Object.values(TEXTS).slice(0, -1)

/** By shape, a word in its script. */
const NAMES = {
  short: ['Ada', 'Grace'],
  long: ['Donaudampfschifffahrtsgesellschaft', 'Rindfleischetikettierung'],
  dirty: ["O'Brien", 'Ada & Sons'],
  latin: ['Zoë', 'Noël'],
  cyrillic: ['Анна', 'Ольга'],
  cjk: ['花子', '太郎'],
  mixed: ['Ada', "O'Brien", 'Zoë', 'Анна', '花子'],
}

const COLORS = ['red', '#00ff00', 'rgb(0, 0, 255)', 'color-mix(in srgb, red 20%, blue)']
const TAGS = ['b', 'i', 'em', 'strong', 'p']

/** The shapes of the data. */
export const SHAPES = Object.keys(TEXTS)

const items = Object.fromEntries(
  SHAPES.map((shape) => [shape, Array.from({ length: 1000 }, (_, index) => toItem(shape, index))]),
)
const groups = mapValues(items, (list) => chunksOf(list, 10))
const trees = mapValues(items, (list) => toTree(list))

/**
 * The items of the current shape. A bench sets the global `benchShape` before each request: every build
 * has a copy of this module, so that no export could be set.
 */
export function allItems() {
  return items[globalThis.benchShape]
}

/** The same items in 100 groups of ten. */
export function allGroups() {
  return groups[globalThis.benchShape]
}

/** The same items as a tree: each node has up to four children. */
export function tree() {
  return trees[globalThis.benchShape]
}

function toItem(shape, index) {
  const text = TEXTS[shape](index)
  const name = NAMES[shape][index % NAMES[shape].length]
  const flag = index % 3 === 0
  return {
    id: index,
    text,
    name,
    flag,
    number: ((index * 7919) % 100_000) / 100,
    url: `/items/${index}?a=1&name=${name}`,
    kind: flag ? 'big' : 'small',
    color: COLORS[index % COLORS.length],
    left: (index * 31) % 960,
    top: `${(index * 17) % 720}px`,
    tag: TAGS[index % TAGS.length],
    label: index % 2 === 0 ? name : undefined,
    words: [name, text, String(index)],
    html: `<b>${index}</b> ${shape === 'dirty' ? text : name}`,
    // Two sets of names in different orders, as in real data.
    attributes: flag
      ? { id: `item-${index}`, class: 'item big', title: text, 'data-number': index, hidden: true }
      : { title: name, id: `item-${index}`, hidden: false, lang: undefined, 'aria-label': text },
  }
}

function toTree(list) {
  const nodes = list.map(({ text }) => ({ text, children: [] }))
  for (const [index, node] of nodes.entries()) {
    if (index > 0) nodes[Math.floor((index - 1) / 4)].children.push(node)
  }
  return nodes[0]
}

function chunksOf(list, size) {
  return Array.from({ length: list.length / size }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  )
}

function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]))
}
