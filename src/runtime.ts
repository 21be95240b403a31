export { addAttribute, printSpread, spreadAttributes } from './render/attribute.ts'
export { classAttribute, moreClasses } from './render/class-list.ts'
export { attributeText, printOptional, printPlain } from './render/plain-attribute.ts'
export { addVariables, nextProperty, property, styleAttribute } from './render/style.ts'
export { createAstro } from './render/astro.ts'
export {
  createComponent,
  createHeadedComponent,
  createRawComponent,
  renderComponent,
  renderComponentIn,
  renderImported,
} from './render/component.ts'
export { createFonts } from './render/font.ts'
export type { FontData, FontProps, Fonts } from './render/font.ts'
export type { PreloadFilter } from './render/font-preloads.ts'
export { Fragment } from './render/fragment.ts'
export { createJsx } from './render/jsx/create-jsx.ts'
export { createMdxImage } from './render/jsx/mdx-image.ts'
export { tagComponent } from './render/island/renderer.ts'
export { maybeRenderHead, renderHead } from './render/head.ts'
export { markup, markupAround, rawMarkup, rawMarkupAround } from './render/markup.ts'
export { createMarkdown, joinHtml } from './render/markdown.ts'
export { mapMarkup, mapValues } from './render/list.ts'
export { unescapeHTML } from './render/raw.ts'
export {
  defineScriptVars,
  defineStyleVars,
  renderScript,
  templateEnter,
  templateExit,
} from './render/script.ts'
export { mergeSlots, renderSlot } from './render/slot.ts'
export { render } from './render/template.ts'
export { keepsRequest } from './shared/kept-request.ts'
export { createJsonResponse, createResponse } from './shared/kept-response.ts'
export { followMount } from './shared/mount.ts'
export { createSvgComponent } from './render/svg-component.ts'
export { toText } from './shared/text.ts'
export { createTransitionScope, renderTransition } from './render/transition.ts'
