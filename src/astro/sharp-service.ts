export { sharpService as default } from '../images/service-modules.ts'
