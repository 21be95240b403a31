export { isUsable } from './navigate.ts'
export { startRouter } from './start.ts'
