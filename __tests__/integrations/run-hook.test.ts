import { expect, test } from '@jest/globals'
import { createRunHook } from '../../src/integrations/run-hook.ts'
import type { IntegrationLogger } from '../../src/integrations/integration-logger.ts'

function create(long?: number) {
  const infos: string[] = []
  const runHook = createRunHook('/', { info: (text) => void infos.push(text), warn() {} }, long)
  return { infos, runHook }
}

test('a hook that takes long is named while it runs', async () => {
  const { infos, runHook } = create(1)
  const hooks = {
    'astro:build:done': async () => {
      while (infos.length === 0) await new Promise((resolve) => setTimeout(resolve, 1))
    },
  }
  await runHook({ name: 'slow', hooks }, 'astro:build:done', () => ({}))
  expect(infos).toEqual(['waiting for the integration "slow", hook "astro:build:done"'])
})

test('all hooks of an integration get one logger, and their siblings as `this`', async () => {
  const { runHook } = create()
  const loggers = new Set<IntegrationLogger>()
  const hooks = {
    first({ logger }: { logger: IntegrationLogger }) {
      loggers.add(logger)
    },
    second(options: { logger: IntegrationLogger }) {
      this.first(options)
    },
  }
  const integration = { name: 'a', hooks }
  await runHook(integration, 'first', () => ({}))
  await runHook(integration, 'second', () => ({}))
  await runHook(integration, 'absent', () => ({}))
  expect([...loggers].map(({ label }) => label)).toEqual(['a'])
})
