export { emitImageMetadata } from '../plugin/emit-image.ts'
