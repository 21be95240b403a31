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
