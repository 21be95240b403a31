import { FRAMEWORKS, type Framework, importComponent, tagOf } from './frameworks.ts'

/** A width at which the islands of `client:media` hydrate; a new page is wider. */
export const NARROW = 500

/** The directives, as they are written. */
export const DIRECTIVES: Readonly<Record<string, string>> = {
  load: 'client:load',
  idle: 'client:idle',
  visible: 'client:visible',
  media: 'client:media="(max-width: 600px)"',
  signal: 'client:signal',
}

/** Where an island may stand. Each place is a page of all frameworks with all directives. */
export const PLACES: Readonly<Record<string, () => Record<string, string>>> = {
  page: () => ({ 'pages/places/page.astro': page(imports(), islands()) }),
  layout: () => ({
    'layouts/Islands.astro': page(imports('../components'), `<slot />${islands()}`),
    'pages/places/layout.astro':
      "---\nimport Islands from '../../layouts/Islands.astro'\n---\n<Islands><h1>layout</h1></Islands>",
  }),
  slot: () => ({
    'pages/places/slot.astro': page(
      `${imports()}\nimport Frame from '../../components/Frame.astro'`,
      `<Frame>${islands()}</Frame>`,
    ),
  }),
  nested: () => ({ 'pages/places/nested.astro': page(imports(), nestedIslands()) }),
  prerendered: () => ({
    'pages/places/prerendered.astro': page(
      `${imports()}\nexport const prerender = true`,
      islands(),
    ),
  }),
  partial: () => ({
    'pages/places/partial.astro': `---\n${imports()}\nexport const partial = true\n---\n${islands()}`,
  }),
}

/** The text of an island's label: framework and directive. */
export function labelOf(framework: Framework, directive: string): string {
  return `${framework.name} ${directive}`
}

/** The sources of all places, by their paths in `src`. */
export function directivePages(): Record<string, string> {
  return Object.assign({}, ...Object.values(PLACES).map((create) => create()))
}

function imports(components = '../../components'): string {
  return FRAMEWORKS.flatMap((framework) => [
    importComponent(framework, 'Counter'),
    importComponent(framework, 'Only'),
  ])
    .join('\n')
    .replaceAll('../../components', components)
}

function islands(): string {
  return FRAMEWORKS.map(islandsOf).join('\n')
}

/** Each framework's islands stand in the slot of an island of the framework before it. */
function nestedIslands(): string {
  return FRAMEWORKS.map((outer, index) => {
    const inner = FRAMEWORKS[(index + 1) % FRAMEWORKS.length] ?? outer
    const tag = tagOf(outer.name, 'Counter')
    return `<${tag} client:load name="${outer.name} around ${inner.name}">${islandsOf(inner)}</${tag}>`
  }).join('\n')
}

function islandsOf(framework: Framework): string {
  const tag = tagOf(framework.name, 'Counter')
  const only = tagOf(framework.name, 'Only')
  const counters = Object.entries(DIRECTIVES).map(
    ([name, written]) =>
      `${name === 'visible' ? '<div class="far"></div>' : ''}<${tag} ${written} name="${labelOf(framework, name)}">` +
      `<p>child</p><i slot="side">side</i><b slot="later">later</b></${tag}>`,
  )
  return (
    `${counters.join('\n')}\n<${only} client:only="${framework.hint}" name="${labelOf(framework, 'only')}">` +
    `<i slot="fallback">fallback</i></${only}>`
  )
}

function page(frontmatter: string, body: string): string {
  return `---
${frontmatter}
---
<html lang="en"><head><title>islands</title><link rel="icon" href="data:," /></head><body>${body}</body></html>
<style is:global>.far { height: 300vh }</style>`
}
