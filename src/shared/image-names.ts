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
