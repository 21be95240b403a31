export { passthroughService as default } from '../images/service-modules.ts'
