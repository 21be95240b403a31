import { mergeAstroConfig } from '../integrations/merge-config.ts'

type Fields = Readonly<Record<string, unknown>>

/**
 * Merges two configurations by Astro's rules: objects are merged, and lists are appended.
 *
 * @param defaults - The configuration whose values the other one replaces.
 * @param overrides - The other configuration.
 * @returns A new object.
 */
export function mergeConfig(defaults: Fields, overrides: Fields): Fields {
  // Vite's own function would load Vite with every configuration. Its aliases merge differently.
  return mergeAstroConfig({ mergeConfig }, defaults, overrides)
}
