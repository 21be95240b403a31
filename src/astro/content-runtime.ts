export { defineCollection, defineLiveCollection } from '../collections/define-collection.ts'
export {
  LiveCollectionCacheHintError,
  LiveCollectionError,
  LiveCollectionValidationError,
  LiveEntryNotFoundError,
} from '../collections/live-errors.ts'
