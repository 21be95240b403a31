import type { IntegrationLog } from '../integrations/integration-logger.ts'
import type { BuildLog } from '../project/logger.ts'

/** Prints what integrations report as steps and warnings of a build. */
export function toIntegrationLog(log: BuildLog): IntegrationLog {
  return { info: (message) => log.step(message), warn: (message) => log.warn(message) }
}
