import type { AddressInfo } from 'node:net'
import type { ViteDevServer } from 'vite'
import type { Content, RefreshOptions } from '../shared/content.ts'
import type { Integrations } from '../shared/integrations.ts'

/**
 * Runs `astro:server:setup`, before Vite's own middleware is added.
 *
 * @param content - The content of the project. (default: it has none)
 * @throws {SsrPagesError} INTEGRATION_FAILED: when a hook throws
 */
export function serverSetup(
  integrations: Integrations,
  server: ViteDevServer,
  content?: Content,
): Promise<void> {
  return integrations.run('astro:server:setup', () => ({
    server,
    toolbar: createToolbar(server),
    refreshContent: async (options?: RefreshOptions) => content?.refresh(options),
  }))
}

/**
 * Runs `astro:server:start`.
 *
 * @param address - Where the server of the user listens.
 * @throws {SsrPagesError} INTEGRATION_FAILED: when a hook throws
 */
export function serverStart(integrations: Integrations, address: AddressInfo): Promise<void> {
  return integrations.run('astro:server:start', () => ({ address }))
}

/**
 * Runs `astro:server:done`.
 *
 * @throws {SsrPagesError} INTEGRATION_FAILED: when a hook throws
 */
export function serverDone(integrations: Integrations): Promise<void> {
  return integrations.run('astro:server:done', () => ({}))
}

// There is no toolbar: nothing is sent, and no app is ever opened.
function createToolbar(server: ViteDevServer): object {
  return {
    send: (event: string, payload: unknown) => {
      server.environments.client.hot.send(event, payload)
    },
    on: (event: string, callback: (data: unknown) => void) => server.ws.on(event, callback),
    onAppInitialized() {},
    onAppToggled() {},
  }
}
