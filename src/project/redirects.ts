import type { Config } from '../shared/config.ts'
import type { ManifestRedirect } from '../shared/types.ts'

/** Lists the redirects of a configuration in the manifest's form. */
export function listRedirects(config: Config): ManifestRedirect[] {
  const { redirects = {} } = config
  return Object.entries(redirects).map(([pattern, to]) =>
    typeof to === 'string' ? { pattern, destination: to } : { pattern, ...to },
  )
}
