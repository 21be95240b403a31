export { file } from '../content/file.ts'
export { glob } from '../content/glob.ts'
