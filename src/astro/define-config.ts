import type { AstroUserConfig } from './types.ts'

/**
 * Provides the types for `astro.config.*`; returns its argument unchanged.
 *
 * @param config - The configuration.
 * @returns The same object.
 */
export function defineConfig(config: AstroUserConfig): AstroUserConfig {
  return config
}
