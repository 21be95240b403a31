export { Fragment } from '../render/component.ts'
