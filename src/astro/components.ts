export { Fragment } from '../render/fragment.ts'
export { Code } from './code.ts'
export type { CodeProps } from './code.ts'
export { Debug } from './debug.ts'
