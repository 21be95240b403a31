export { Fragment } from '../render/fragment.ts'
