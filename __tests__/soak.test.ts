import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { ROOT } from './support/root.ts'

interface Run {
  readonly code: number
  readonly printed: string
}

// One of each kind: a figure in parts, a figure in bytes, a wrong answer.
const LEAKS: [leak: string, fault: RegExp][] = [
  ['listener', /^FAILED: listeners on process: grew by \d+ .*: leaked \d+ -> \d+$/m],
  ['heap', /^FAILED: heap used: grew by [\d.]+ MB from the middle to the end/m],
  ['answer', /^FAILED: visitProduct\b.* Ada /m],
]

describe('a short soak', () => {
  const runs = new Map<string, Run>()

  // At the same time: each lasts some seconds, whatever the machine.
  beforeAll(async () => {
    const leaks = ['', ...LEAKS.map(([leak]) => leak)]
    await Promise.all(leaks.map(async (leak) => runs.set(leak, await soak(leak))))
  }, 120_000)

  test('of a healthy server passes, and prints what it saw', () => {
    const { code, printed } = runs.get('') as Run
    expect(printed).toMatch(/^passed/m)
    expect(printed).not.toMatch(/FAILED|Warning/)
    expect(printed).toMatch(/^answers +\d+ 2xx/m)
    expect(printed).toMatch(/^aborts +[1-9]\d* survived/m)
    expect(printed).toMatch(/^RSS +[\d.]+ MB +[\d.]+ MB +[\d.]+ MB$/m)
    expect(code).toBe(0)
  })

  test.each(LEAKS)('of a server with a bad %s fails, and says so', (leak, fault) => {
    const { code, printed } = runs.get(leak) as Run
    expect(printed).toMatch(fault)
    expect(code).toBe(1)
  })
})

async function soak(leak: string): Promise<Run> {
  const args = ['scripts/soak.js', '--seconds', '3', '--leak', leak]
  const child = spawn(process.execPath, args, { cwd: ROOT })
  const printed = Promise.all([text(child.stdout), text(child.stderr)])
  const [code] = (await once(child, 'close')) as [number]
  return { code, printed: (await printed).join('') }
}
