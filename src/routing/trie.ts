import { findMixed, type Mixed, setMixed } from './mixed.ts'
import type { Segment } from './parse.ts'
import { toStaticText } from './pattern.ts'

/** A pattern in a trie. */
export interface TrieEntry {
  readonly isEntry: true
  readonly segments: readonly Segment[]
  /** Its position in match order. */
  readonly order: number
  /** The number of its first segments that the trie compares. */
  compared: number
}

/** A search for the first entry that matches a path. */
export interface Search<T extends TrieEntry> {
  /** The path without a trailing slash; `''` for the root. */
  readonly path: string
  /** Entries of a higher order are not tried. */
  readonly limit: number
  /** Receives an entry that may match the path. */
  try(entry: T): void
}

/** The patterns that agree in some segments, by the next segment. */
interface TrieNode<T> {
  readonly isEntry: false
  /** The lowest order of all entries below. */
  readonly order: number
  /** True after a rest param, where segments are counted from the end of the path. */
  readonly isReverse: boolean
  /** Entries without a further segment. */
  readonly entries: T[]
  /** By the text of a segment without params. */
  statics: Map<string, Child<T>> | undefined
  /** Length of the longest of these texts. */
  longest: number
  /** Segments with a param and text. */
  mixed: Mixed<Child<T>>[] | undefined
  /** Segments that are one param. */
  param: Child<T> | undefined
  /** What follows the last rest param, from the last segment backwards. */
  afterRest: TrieNode<T> | undefined
}

/** A single entry needs no node: its other segments are compared when it is tried. */
type Child<T> = TrieNode<T> | T

/**
 * Finds the few patterns that can match a path, by the literal text of their segments. A pattern
 * that it finds may still not match.
 *
 * Segments before the first rest param are counted from the start of the path. A rest param has no
 * fixed length, so segments after the last one are counted from the end.
 */
export class Trie<T extends TrieEntry> {
  readonly #root = createNode<T>(0, false)

  /** Adds an entry, which follows all present ones in match order. */
  add(entry: T): void {
    insert(this.#root, entry, 0)
  }

  /** Passes on all entries that may match, except those above the limit. */
  run(search: Search<T>): void {
    visit(this.#root, search, 0)
  }
}

function visit<T extends TrieEntry>(child: Child<T>, search: Search<T>, at: number): void {
  if (child.order > search.limit) return
  if (child.isEntry) search.try(child)
  else if (child.isReverse) visitReverse(child, search, at)
  else visitForward(child, search, at)
}

// `at` is the index of the slash before the next segment.
function visitForward<T extends TrieEntry>(node: TrieNode<T>, search: Search<T>, at: number): void {
  const { path } = search
  if (at < path.length) {
    const slash = path.indexOf('/', at + 1)
    const end = slash === -1 ? path.length : slash
    visitChildren(node, search, path.slice(at + 1, end), end)
  } else {
    for (const entry of node.entries) visit(entry, search, at)
  }
  if (node.afterRest) visit(node.afterRest, search, path.length)
}

// `at` is the index of the slash after the next segment.
function visitReverse<T extends TrieEntry>(node: TrieNode<T>, search: Search<T>, at: number): void {
  const { path } = search
  for (const entry of node.entries) visit(entry, search, at)
  if (at <= 0) return
  const start = path.lastIndexOf('/', at - 1)
  visitChildren(node, search, path.slice(start + 1, at), start)
}

function visitChildren<T extends TrieEntry>(
  { statics, longest, mixed = [], param }: TrieNode<T>,
  search: Search<T>,
  text: string,
  next: number,
): void {
  // A longer text is not hashed in vain.
  const same = statics && text.length <= longest ? statics.get(text) : undefined
  if (same) visit(same, search, next)
  for (const one of mixed) {
    for (const similar of findMixed(one, text)) visit(similar, search, next)
  }
  if (param) visit(param, search, next)
}

// `depth` is the number of segments that lead to the node.
function insert<T extends TrieEntry>(node: TrieNode<T>, entry: T, depth: number): void {
  const { segments, order } = entry
  const segment = node.isReverse ? tailOf(segments)[depth] : segments[depth]
  if (segment === undefined) {
    node.entries.push(entry)
  } else if (isRest(segment) && !node.isReverse) {
    insert((node.afterRest ??= createNode<T>(order, true)), entry, 0)
  } else {
    if (!node.isReverse) entry.compared = depth + 1
    insertBelow(node, segment, (child) => grow(child, node, entry, depth + 1))
  }
}

function insertBelow<T extends TrieEntry>(
  node: TrieNode<T>,
  segment: Segment,
  growChild: (child: Child<T> | undefined) => Child<T>,
): void {
  const text = toStaticText(segment)
  if (text !== undefined) {
    const statics = (node.statics ??= new Map())
    statics.set(text, growChild(statics.get(text)))
    node.longest = Math.max(node.longest, text.length)
  } else if (segment.length === 1 && !isRest(segment)) {
    node.param = growChild(node.param)
  } else {
    setMixed((node.mixed ??= []), segment, growChild)
  }
}

function grow<T extends TrieEntry>(
  child: Child<T> | undefined,
  { isReverse }: TrieNode<T>,
  entry: T,
  depth: number,
): Child<T> {
  if (child === undefined) return entry
  if (!child.isEntry) {
    insert(child, entry, depth)
    return child
  }
  const node = createNode<T>(child.order, isReverse)
  insert(node, child, depth)
  insert(node, entry, depth)
  return node
}

function createNode<T>(order: number, isReverse: boolean): TrieNode<T> {
  return {
    isEntry: false,
    order,
    isReverse,
    entries: [],
    statics: undefined,
    longest: 0,
    mixed: undefined,
    param: undefined,
    afterRest: undefined,
  }
}

// Text after a rest param ends the last segment that it takes.
function tailOf(segments: readonly Segment[]): Segment[] {
  const last = segments.findLastIndex(isRest)
  const hasText = segments[last]?.length === 2
  return segments.slice(hasText ? last : last + 1).toReversed()
}

function isRest(segment: Segment): boolean {
  return segment[0]?.type === 'rest'
}
