export { emitClientAsset } from '../shared/emit-asset.ts'
export { isImportedImage as isESMImportedImage } from '../shared/imported-image.ts'
export { isRemoteAllowed, matchesPattern as matchPattern } from '../shared/remote-images.ts'
export { isUrl as isRemoteImage, resolveSource as resolveSrc } from '../images/source.ts'
