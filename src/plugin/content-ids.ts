/** Id of the module that pages get for `astro:content`. */
export const ASTRO_CONTENT = '\0ssr-pages:content'

/** Id of the same module with what schemas need, which is Zod. */
export const CONTENT_WITH_ZOD = '\0ssr-pages:content/zod'

/** Start of the ids of data modules. */
export const DATA = 'ssr-pages:content/data/'

/** Start of the ids of modules with the images of a collection. */
export const IMAGES = 'ssr-pages:content/images/'

/** How the chunks of a build name the files with data, until the place of each chunk is known. */
export const DATA_FILE = 'ssr-pages-content:'

/** Returns the id of the data module of a collection. */
export function dataModuleId(name: string): string {
  return `\0${DATA}${encodeURIComponent(name)}`
}

/** Returns the id of the module with the images of a collection. */
export function imagesModuleId(name: string): string {
  return `\0${IMAGES}${encodeURIComponent(name)}`
}

/** Reads the name of a collection from one of these ids; `undefined` for other ids. */
export function collectionOf(id: string, start: typeof DATA | typeof IMAGES): string | undefined {
  const prefix = `\0${start}`
  return id.startsWith(prefix) ? decodeURIComponent(id.slice(prefix.length)) : undefined
}
