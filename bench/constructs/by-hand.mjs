/**
 * The constructs as functions of template literals, as a careful person would write them by hand: a
 * peer, and the reference that all documents are compared with.
 */
import { document, each, escape } from '../template.mjs'
import { allGroups, allItems, tree } from './data.mjs'

const STYLES = '<link href="/_assets/styles.css" rel="stylesheet">'

/** By construct, a function that returns its document, or a promise of it. */
export const byHand = {
  text: ofItems(({ text }) => `<p>${escape(text)}</p>`),
  number: ofItems(({ id, number }) => `<p>${number} of ${id}</p>`),
  static: ofItems(() => '<p><b>Ready</b>: <i>sent</i> on the <u>same</u> day</p>'),
  entities: ofItems(({ name }) => `<p title="&lt;a&gt; &amp; b">&copy; ${escape(name)} &lt;</p>`),
  comment: ofItems(
    ({ url, name, text }) =>
      `<p><!-- one of many --><img src="${escape(url)}" alt="${escape(name)}"><br>${escape(text)}<hr></p>`,
  ),

  attribute: ofItems(
    ({ url, text }) => `<a href="${escape(url)}" title="${escape(text)}">link</a>`,
  ),
  'attribute-template': ofItems(
    ({ id, name, text }) =>
      `<a href="/items/${id}?name=${escape(name)}" title="${escape(name)}: ${escape(text)}">link</a>`,
  ),
  'attribute-boolean': ofItems(
    ({ flag }) => `<input type="checkbox"${flag ? ' checked' : ''}${flag ? '' : ' disabled'}>`,
  ),
  'attribute-optional': ofItems(
    ({ label, flag }) => `<p${attribute('title', label)}${flag ? ' lang="en"' : ''}>text</p>`,
  ),
  'attribute-data': ofItems(
    ({ id, text, flag }) =>
      `<p data-id="${id}" data-text="${escape(text)}" aria-hidden="${flag}">text</p>`,
  ),
  spread: ofItems((item) => `<p${attributes(item.attributes)}>text</p>`),
  'spread-mixed': ofItems(
    (item) => `<p class="first"${attributes(item.attributes)} data-last="${item.id}">text</p>`,
  ),
  'class-list': ofItems(
    ({ kind, flag, label }) =>
      `<p class="item ${escape(kind)}${flag ? ' flag' : ''}${label ? ' has-label' : ''}">text</p>`,
  ),
  'class-component': ofItems(({ kind }) => `<p class="${escape(kind)} text">text</p>`),
  'style-string': ofItems(
    ({ left, color }) => `<p style="left: ${left}px; color: ${escape(color)}">text</p>`,
  ),
  'style-object': ofItems(
    ({ left, top, color, number }) =>
      `<p style="left:${left}px;top:${escape(top)};background-color:${escape(color)};--number:${number}">text</p>`,
  ),
  'style-scoped': ofItems(
    ({ text }) => `<p class="scoped astro-a1b2c3d4">${escape(text)}</p>`,
    STYLES,
  ),
  'define-vars-style': ofItems(
    ({ color, top, text }) =>
      `<p class="vars astro-a1b2c3d4" style="--color: ${escape(color)};--top: ${escape(top)};">${escape(text)}</p>`,
    STYLES,
  ),
  'define-vars-script': ofItems(
    ({ id, text }) =>
      `<script>(function(){const id = ${id};\nconst text = ${toScript(text)};\nwindow.items.push([id, text])})();</script>`,
  ),
  'set-html': ofItems(({ html }) => `<p>${html}</p>`),
  'set-text': ofItems(({ text }) => `<p>${escape(text)}</p>`),

  component: ofItems(row),
  'component-spread': ofItems((item) => row({ ...item })),
  'component-default': ofItems(
    ({ text, label = 'none' }) => `<p class="normal" title="${escape(label)}">${escape(text)}</p>`,
  ),
  'component-rest': ofItems(({ id, url, name, text }) =>
    link({ href: url, title: name, 'data-id': id, text }),
  ),
  'component-dynamic': ofItems(({ flag, text }) => (flag ? big : small)(text)),
  'component-async': ofItemsLater(async ({ text }) => `<p>${escape(await text)}</p>`),
  'tag-dynamic': ofItems(({ tag, name, text }) => element(tag, name, escape(text))),
  'tag-prop': ofItems(({ tag, name, text }) => element(tag, name, escape(text))),

  slot: ofItems(({ text }) => box(escape(text))),
  'slot-named': ofItems(({ name, text, number }) =>
    card(escape(name), escape(text), `<b>${number}</b>`),
  ),
  'slot-nested': ofItems(({ text }) => box(`<div class="frame">${box(escape(text))}</div>`)),
  'slot-fallback': ofItems(({ text }) => fallback(text)),
  'slot-optional': ofItems(({ flag, name, text }) =>
    optional(escape(text), flag ? `<b>${escape(name)}</b>` : undefined),
  ),
  'slot-argument': () =>
    page(`<ul>${each(allItems(), ({ text }) => `<li><b>${escape(text)}</b></li>`)}</ul>`),
  fragment: ofItems(({ name, text }) => `<b>${escape(name)}</b><i>${escape(text)}</i>`),
  'fragment-short': ofItems(({ name, text }) => `<b>${escape(name)}</b><i>${escape(text)}</i>`),
  'fragment-html': ofItems(({ html }) => `<p>${html}</p>`),

  'list-nested': ofGroups(
    (group) => `<ul>${each(group, ({ text }) => `<li>${escape(text)}</li>`)}</ul>`,
  ),
  'list-of-lists': ofGroups((group) => each(group, ({ text }) => `<p>${escape(text)}</p>`)),
  'list-of-strings': ofItems(({ words }) => `<p>${each(words, escape)}</p>`),
  'list-set': ofItems(({ text }) => escape(text)),
  'list-async': ofItemsLater(async ({ text }) => `<p>${escape(await text)}</p>`),
  generator: ofItems(({ text }) => `<p>${escape(text)}</p>`),
  'condition-and': ofItems(
    ({ flag, name, label }) =>
      `<p>${flag ? `<b>${escape(name)}</b>` : ''}${label ? `<i>${escape(label)}</i>` : ''}</p>`,
  ),
  'condition-ternary': ofItems(
    ({ flag, name, text }) =>
      `<p>${flag ? `<b>${escape(name)}</b>` : `<i>${escape(text)}</i>`}</p>`,
  ),
  'function-child': ofItems(({ text }) => `<p><b>${escape(text)}</b></p>`),
  promise: ofItemsLater(async ({ text }) => `<p>${escape(await text)}</p>`),
  recursion: () => page(`<ul>${branch(tree())}</ul>`),
  'recursion-self': () => page(`<ul>${branch(tree())}</ul>`),
}

function page(body, head) {
  return document('Construct', body, head)
}

function ofItems(toHTML, head) {
  return () => page(each(allItems(), toHTML), head)
}

function ofGroups(toHTML) {
  return () => page(each(allGroups(), toHTML))
}

function ofItemsLater(toHTML) {
  return async () => page((await Promise.all(allItems().map(toHTML))).join(''))
}

function attribute(name, value) {
  return value == null ? '' : ` ${name}="${escape(value)}"`
}

// The names are the application's own, so they are not checked.
function attributes(values) {
  let html = ''
  for (const name in values) {
    const value = values[name]
    if (value == null || value === false) continue
    html += value === true ? ` ${name}` : ` ${name}="${escape(value)}"`
  }
  return html
}

// JSON inside of a script: `<` could end the script.
function toScript(value) {
  return JSON.stringify(value).replaceAll('<', String.raw`\x3C`)
}

function row({ text, number }) {
  return `<p title="${escape(text)}">${number}</p>`
}

function link({ text, ...rest }) {
  return `<a${attributes(rest)}>${escape(text)}</a>`
}

function big(text) {
  return `<h2>${escape(text)}</h2>`
}

function small(text) {
  return `<small>${escape(text)}</small>`
}

function element(tag, title, children) {
  return `<${tag} title="${escape(title)}">${children}</${tag}>`
}

function box(children) {
  return `<section>${children}</section>`
}

function card(title, children, footer) {
  return `<article><h2>${title}</h2><div>${children}</div><footer>${footer}</footer></article>`
}

function fallback(text, children = `Nothing about ${escape(text)}`) {
  return `<p>${children}</p>`
}

function optional(children, title) {
  return `<article>${title === undefined ? '' : `<h2>${title}</h2>`}${children}</article>`
}

function branch({ text, children }) {
  const list = children.length > 0 ? `<ul>${each(children, branch)}</ul>` : ''
  return `<li>${escape(text)}${list}</li>`
}
