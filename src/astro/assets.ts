export { createAssets } from '../images/create-assets.ts'
export type { Assets } from '../images/create-assets.ts'
