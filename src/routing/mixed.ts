import type { Segment } from './parse.ts'
import { toStaticText } from './pattern.ts'

/** Segments with a param and text, which start and end with texts of the same lengths. */
export interface Mixed<Child> {
  readonly start: number
  readonly end: number
  /** Length of the longest text between two params; 0 if there is none. */
  readonly inner: number
  /** First character of that text. */
  readonly first: string
  /** By the texts at the start and end, with a `/` between. */
  readonly groups: Map<string, Group<Child>>
}

/** Segments that start and end with the same texts. */
interface Group<Child> {
  /** By the text between params. */
  readonly byInner: Map<string, Child>
  /** The child that was added or grew last. */
  readonly latest: Child
}

/** Finds the children whose texts are in a segment of a path, in match order. */
export function findMixed<Child extends { readonly order: number }>(
  mixed: Mixed<Child>,
  text: string,
): readonly Child[] {
  const { start, end, groups } = mixed
  if (text.length < start + end) return NONE
  const group = groups.get(`${text.slice(0, start)}/${text.slice(text.length - end)}`)
  if (group === undefined) return NONE
  // The expression of a single child is faster than a search.
  return group.byInner.size === 1 ? [group.latest] : findInner(mixed, group, text)
}

const NONE: readonly never[] = []

// In match order, because the first that matches spares the others.
function findInner<Child extends { readonly order: number }>(
  { start, end, inner, first }: Mixed<Child>,
  { byInner }: Group<Child>,
  text: string,
): readonly Child[] {
  const found = new Set<Child>()
  const last = text.length - end - inner
  let at = text.indexOf(first, start)
  while (at !== -1 && at <= last) {
    const child = byInner.get(text.slice(at, at + inner))
    if (child) found.add(child)
    at = text.indexOf(first, at + 1)
  }
  return [...found].sort((a, b) => a.order - b.order)
}

/**
 * Sets the child of a segment.
 *
 * @param all - Receives the segments whose texts have other lengths than the present ones.
 * @param growChild - Receives the present child, and returns the new one.
 */
export function setMixed<Child>(
  all: Mixed<Child>[],
  segment: Segment,
  growChild: (child: Child | undefined) => Child,
): void {
  const start = toStaticText(segment.slice(0, 1)) ?? ''
  const end = toStaticText(segment.slice(-1)) ?? ''
  const inner = innerText(segment)
  const { groups } = mixedOf(all, start.length, end.length, inner)
  const key = `${start}/${end}`
  const byInner = groups.get(key)?.byInner ?? new Map<string, Child>()
  const latest = growChild(byInner.get(inner))
  groups.set(key, { byInner: byInner.set(inner, latest), latest })
}

// The longest text between two params of a segment.
function innerText(segment: Segment): string {
  const texts = segment.slice(1, -1).map((part) => toStaticText([part]) ?? '')
  return texts.reduce((longest, text) => (text.length > longest.length ? text : longest), '')
}

function mixedOf<Child>(
  all: Mixed<Child>[],
  start: number,
  end: number,
  text: string,
): Mixed<Child> {
  const { length: inner, 0: first = '' } = text
  let mixed = all.find(
    (one) => one.start === start && one.end === end && one.inner === inner && one.first === first,
  )
  if (!mixed) all.push((mixed = { start, end, inner, first, groups: new Map() }))
  return mixed
}
