export { startRouter } from './start.ts'
