export { createCollections } from '../collections/create-collections.ts'
export { defineCollection, defineLiveCollection } from '../collections/define-collection.ts'
export { createReference } from '../collections/reference.ts'
