/**
 * The part of the script of a page that shows a problem over the page. It uses the constants that
 * `clientScript()` declares.
 */
export const OVERLAY = `
function hide() {
  document.querySelector('ssr-pages-problem')?.remove()
}

function show({ title, message, hint, place, frame, stack, about }, problem = PROBLEM) {
  hide()
  const host = document.createElement('ssr-pages-problem')
  const root = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(STYLE)
  root.adoptedStyleSheets = [sheet]
  const card = add(root, 'section')
  card.setAttribute('role', 'alertdialog')
  card.setAttribute('aria-label', title)
  const close = add(card, 'button', '\\u00d7')
  close.className = 'close'
  close.setAttribute('aria-label', 'Close')
  add(card, 'h1', title)
  add(card, 'p', message).className = 'message'
  if (hint) add(card, 'p', hint).className = 'hint'
  if (place) addPlace(card, place, problem)
  const caret = frame && addFrame(card, frame)
  if (stack) {
    const details = add(card, 'details')
    add(details, 'summary', 'Stack')
    add(details, 'pre', stack)
  }
  if (about) {
    const details = add(card, 'details')
    add(details, 'summary', 'About ' + title)
    add(details, 'p', about).className = 'about'
  }
  add(card, 'footer', 'Correct the file and save it: the page reloads by itself.')
  const remove = () => host.remove()
  close.addEventListener('click', remove)
  addEventListener('keydown', ({ key }) => key === 'Escape' && remove(), { once: true })
  document.documentElement.append(host)
  caret?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
}

// The server looks the file up by the problem, so the page cannot open any other file.
function addPlace(parent, place, problem) {
  const button = add(parent, 'button', place)
  button.className = 'place'
  button.title = 'Open in the editor'
  button.addEventListener('click', () => {
    fetch(OPEN + '?problem=' + problem, { method: 'POST', headers: { [TOKEN_HEADER]: TOKEN } })
  })
}

// The line of the error begins with a greater-than sign. The caret is below it.
function addFrame(parent, frame) {
  const pre = add(parent, 'pre')
  pre.className = 'frame'
  const [before, line = '', indent = '', after] = frame.split(/^(>.*\\n)( *\\| *)\\^/m)
  pre.append(before)
  add(pre, 'b', line)
  pre.append(indent)
  const caret = add(pre, 'b', indent && '^')
  pre.append(after ?? '')
  return caret
}

function add(parent, name, text = '') {
  const element = document.createElement(name)
  element.textContent = text
  parent.append(element)
  return element
}

const STYLE = \`
:host { position: fixed; inset: 0; z-index: 2147483647; overflow: auto; padding: 5vh 1rem;
  background: rgb(15 17 21 / .72); font: 16px/1.5 system-ui, sans-serif; color: #e9e7e2 }
section { position: relative; box-sizing: border-box; max-width: 60rem; margin: 0 auto; padding: 2rem 2.25rem;
  background: #191b20; border-top: 4px solid #ff6b5e; border-radius: 6px; box-shadow: 0 1.5rem 4rem #0009 }
h1 { margin: 0 0 1rem; font-size: .875rem; font-weight: 600; letter-spacing: .02em; color: #ff8f84 }
p { margin: 0 0 .75rem }
.message { font-size: 1.25rem; font-weight: 600; white-space: pre-wrap; overflow-wrap: anywhere }
.hint { color: #b9d9a8 }
.place { display: block; margin: 1.5rem 0 .75rem; padding: 0; border: 0; background: none; text-align: start;
  font: .875rem/1.5 ui-monospace, monospace; color: #9fc1ff; overflow-wrap: anywhere; cursor: pointer }
.place:hover { text-decoration: underline }
.about { white-space: pre-wrap; overflow-wrap: anywhere }
pre { margin: 0; padding: 1rem; overflow: auto; background: #101216; border-radius: 4px; tab-size: 2;
  font: 14px/1.6 ui-monospace, monospace }
.frame { color: #b9b6ae }
b { font-weight: 600; color: #fff }
pre b + b { color: #ff8f84; scroll-margin-inline: 12ch }
details { margin-top: 1.25rem; color: #a7a49d }
summary { cursor: pointer; margin-bottom: .5rem }
footer { margin-top: 1.5rem; font-size: .875rem; color: #a7a49d }
.close { position: absolute; top: .75rem; right: .75rem; width: 2.25rem; height: 2.25rem; border: 0;
  background: none; color: inherit; font-size: 1.5rem; line-height: 1; cursor: pointer }
@media (max-width: 40rem) {
  :host { padding: 1rem .5rem }
  section { padding: 1.25rem 1rem }
  pre { padding: .75rem; font-size: 12px }
}
button:focus-visible, summary:focus-visible { outline: 2px solid #9fc1ff }
\`
`
