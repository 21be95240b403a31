export { defineCollection, defineLiveCollection } from '../collections/define-collection.ts'
