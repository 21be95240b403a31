import { parse } from 'parse5'

/**
 * Normalizes a document: parses it, and drops comments, white space between elements, the order of
 * attributes, names that a builder chooses, how a script escapes `<`, and the marks for hydration by
 * frameworks.
 *
 * @param html - The document.
 * @returns One line for each element and text.
 */
export function toLines(html) {
  const lines = []
  visit(parse(html), 0, lines)
  return lines
}

/** Returns the first difference between two documents, or `undefined`. */
export function findDifference(expected, actual) {
  const [left, right] = [toLines(expected), toLines(actual)]
  const index = left.findIndex((line, at) => line !== right[at])
  const at = index === -1 && right.length > left.length ? left.length : index
  if (at === -1) return undefined
  return `line ${at + 1}\n  expected ${left[at]?.trim()}\n  seen     ${right[at]?.trim()}`
}

function visit(node, depth, lines) {
  const indent = ' '.repeat(depth)
  let text = ''
  for (const child of node.childNodes ?? []) {
    if (child.nodeName === '#text') text += child.value
    if (child.nodeName === '#text' || child.nodeName === '#comment') continue
    text = flush(text, indent, lines)
    lines.push(`${indent}<${child.nodeName}${attributesOf(child)}>`)
    visit(child, depth + 1, lines)
  }
  flush(text, indent, lines)
}

function flush(text, indent, lines) {
  const words = text
    .replaceAll(/\\u003c|\\x3c/gi, '<')
    .replaceAll(/\s+/g, ' ')
    .trim()
  if (words !== '') lines.push(indent + words)
  return ''
}

const HYDRATION = /^data-(hk|reactroot|server-rendered|v-app)$/

function attributesOf({ attrs = [] }) {
  return attrs
    .filter(({ name }) => !HYDRATION.test(name))
    .map(({ name, value }) => ` ${name}=${JSON.stringify(toPlain(name, value))}`)
    .toSorted()
    .join('')
}

// The scope of a component's styles is a hash of its path, and their file has a name of its builder.
function toPlain(name, value) {
  if (name === 'href') return value.replace(/^\/_\w+\/.*\.css$/, 'styles.css')
  if (name === 'style') return value.replaceAll(/\s*([:;])\s*/g, '$1').replace(/;$/, '')
  if (value === name) return ''
  if (name !== 'class') return value
  return value
    .trim()
    .replaceAll(/\s+/g, ' ')
    .replace(/\bastro-\w{8}\b/, 'astro')
}
