export { __astro_tag_component__ } from './tag-component.ts'
export * from './compiler-runtime.ts'
