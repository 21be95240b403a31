/** The names that `astro:assets` exports for images. */
export const IMAGE_NAMES: readonly string[] = [
  'Image',
  'Picture',
  'getConfiguredImageService',
  'getImage',
  'imageConfig',
  'inferRemoteSize',
  'isLocalService',
]

/** What pages and content import for images, without styles. */
export const IMAGES_MODULE = 'virtual:ssr-pages/images'

/** The attribute in which the compiler notes the place of an image: `src/pages/index.astro:5:1`. */
export const IMAGE_PLACE = 'image:at'
