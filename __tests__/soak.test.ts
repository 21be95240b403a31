import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, test } from '@jest/globals'
import { ROOT } from './conformance/start.ts'

async function soak(...args: string[]): Promise<{ code: number; printed: string }> {
  const child = spawn(process.execPath, ['scripts/soak.js', '--seconds', '3', ...args], {
    cwd: ROOT,
  })
  let printed = ''
  const keep = (text: Buffer) => (printed += text.toString())
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const [code] = (await once(child, 'close')) as [number]
  return { code, printed }
}

describe('a server under load', () => {
  test('answers right, and holds no more at the end than in the middle', async () => {
    const { code, printed } = await soak()
    expect(printed).toContain('passed: all answers were right, and nothing grew')
    expect(code).toBe(0)
  }, 60_000)

  test.each([
    ['listeners on the process', 'listener', /FAILED: listeners on process: grew by \d+/],
    ['listeners on a connection', 'socket', /FAILED: listeners on the kept socket: grew by \d+/],
    ['timers', 'handle', /FAILED: handles: grew by \d+/],
    ['errors it prints', 'error', /FAILED: the server printed/],
    ['answers that are wrong', 'answer', /FAILED: \w+/],
  ])(
    'is noticed by its %s',
    async (_, leak, complaint) => {
      const { code, printed } = await soak('--leak', leak)
      expect(printed).toMatch(complaint)
      expect(code).toBe(1)
    },
    60_000,
  )
})
