export { addAttribute, spreadAttributes } from '../render/attribute.ts'
export { createAstro } from '../render/astro.ts'
export { createComponent, renderComponent } from '../render/component.ts'
export { Fragment } from '../render/fragment.ts'
export { maybeRenderHead, renderHead } from '../render/head.ts'
export { unescapeHTML } from '../render/raw.ts'
export {
  defineScriptVars,
  defineStyleVars,
  renderScript,
  templateEnter,
  templateExit,
} from '../render/script.ts'
export { mergeSlots, renderSlot } from '../render/slot.ts'
export { render } from '../render/template.ts'
export { createTransitionScope, renderTransition } from '../render/transition.ts'
