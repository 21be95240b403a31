import { FRAMEWORKS, type Framework, importComponent, tagOf } from './frameworks.ts'

/** Pages of single cases, by their paths in `src`. */
export function otherPages(): Record<string, string> {
  return {
    'pages/slow.astro': slowPage(),
    ...Object.fromEntries(FRAMEWORKS.map((it) => [`pages/throws/${it.name}.astro`, throwing(it)])),
    ...Object.fromEntries(FRAMEWORKS.map((it) => [`pages/alone/${it.name}.astro`, alone(it)])),
  }
}

/** Its last part comes when the test asks for `/release`. */
function slowPage(): string {
  const islands = FRAMEWORKS.map(
    ({ name }) => `<${tagOf(name, 'Counter')} client:load name="${name} load" />`,
  )
  return page(
    `${FRAMEWORKS.map((it) => importComponent(it, 'Counter').replace('../../', '../')).join('\n')}
const slow = new Promise((resolve) => { globalThis.releaseSlowPart = () => resolve('the end') })`,
    `${islands.join('\n')}<p id="end">{slow}</p>`,
  )
}

function throwing(framework: Framework): string {
  const tag = tagOf(framework.name, 'Throws')
  return page(importComponent(framework, 'Throws'), `<${tag} client:load />`)
}

function alone(framework: Framework): string {
  const tag = tagOf(framework.name, 'Counter')
  return page(importComponent(framework, 'Counter'), `<${tag} client:load name="alone" />`)
}

function page(frontmatter: string, body: string): string {
  return `---
${frontmatter}
---
<html lang="en"><head><title>islands</title><link rel="icon" href="data:," /></head><body>${body}</body></html>`
}
