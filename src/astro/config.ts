export { defineConfig } from './define-config.ts'
export { envField } from './env-field.ts'
export { mergeConfig } from './merge-config.ts'
export {
  fontProviders,
  logHandlers,
  memoryCache,
  passthroughImageService,
  sessionDrivers,
  sharpImageService,
  svgoOptimizer,
} from './named-modules.ts'
