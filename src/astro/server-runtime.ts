export {
  createComponent,
  createHeadAndContent,
  isHTMLString,
  renderScriptElement,
  renderUniqueStylesheet,
} from './head-and-content.ts'
export { render as renderTemplate } from '../render/template.ts'
export { __astro_tag_component__ } from './tag-component.ts'
export * from './compiler-runtime.ts'
