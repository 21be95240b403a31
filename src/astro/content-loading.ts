export { defineCollection, defineLiveCollection } from '../collections/define-collection.ts'
export { createReference } from '../collections/reference.ts'
export { needsZod, notLoaded } from '../content/config-exports.ts'
