import { debuglog } from 'node:util'

/** Receives what integrations print. */
export interface IntegrationLog {
  info(message: string): void
  warn(message: string): void
}

/** The logger that a hook gets. `debug()` prints if `NODE_DEBUG=ssr-pages` is set. */
export interface IntegrationLogger {
  readonly label: string
  readonly options: { readonly level: string }
  fork(label: string): IntegrationLogger
  info(message: string): void
  warn(message: string): void
  error(message: string): void
  debug(message: string): void
  flush(): void
  close(): void
}

const debug = debuglog('ssr-pages')

/**
 * Creates a logger that puts a label in front of each message. The methods need no `this`: some
 * integrations pass them on.
 *
 * @param log - Receives the messages. Errors are printed as warnings: they do not end a build.
 * @param label - Usually the name of the integration.
 */
export function createIntegrationLogger(log: IntegrationLog, label: string): IntegrationLogger {
  const print = (message: string) => `[${label}] ${message}`
  return {
    label,
    options: { level: 'info' },
    fork: (other) => createIntegrationLogger(log, other),
    info: (message) => log.info(print(message)),
    warn: (message) => log.warn(print(message)),
    error: (message) => log.warn(print(message)),
    debug: (message) => debug(print(message)),
    flush() {},
    close() {},
  }
}
