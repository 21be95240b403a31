/** The functions of `astro:content` that know the collections of a site. */
export const CONTENT_FUNCTIONS = [
  'getCollection',
  'getDataEntryById',
  'getEntries',
  'getEntry',
  'getEntryBySlug',
  'getLiveCollection',
  'getLiveEntry',
  'render',
] as const

/** All that `astro:content` exports. */
export const CONTENT_NAMES: readonly string[] = [
  'defineCollection',
  'defineLiveCollection',
  ...CONTENT_FUNCTIONS,
  'reference',
  'z',
]
