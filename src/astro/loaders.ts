export type {
  CacheHint,
  LiveDataCollection,
  LiveDataCollectionResult,
  LiveDataEntry,
  LiveDataEntryResult,
  LiveLoader,
} from './live-types.ts'
export { file } from '../content/file.ts'
export { glob } from '../content/glob.ts'
export type {
  DataStore,
  Loader,
  LoaderContext,
  MetaStore,
  ParseDataOptions,
} from '../content/loader-types.ts'
