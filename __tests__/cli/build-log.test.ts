import { expect, test } from '@jest/globals'
import { createBuildLog } from '../../src/cli/build-log.ts'

const cases = [
  {
    where: 'a terminal',
    isTTY: true,
    steps: [0, 100, 110, 250],
    seen: 'rendering\n\r\u001B[K1 of 4\r\u001B[K3 of 4\r\u001B[K',
  },
  {
    where: 'a terminal that is narrower than the count',
    isTTY: true,
    columns: 5,
    steps: [0, 100],
    seen: 'rendering\n\r\u001B[K1 of\r\u001B[K',
  },
  {
    where: 'the log of a CI job',
    isTTY: false,
    steps: [0, 100, 9_000, 12_000, 13_000, 23_000],
    seen: 'rendering\n3 of 6\n5 of 6\n',
  },
]

test.each(cases)('a long build shows its progress in $where', ({ isTTY, steps, seen, columns }) => {
  const written: string[] = []
  let time = 0
  const stdout = { isTTY, columns: columns ?? 80, write: (text: string) => written.push(text) }
  const log = createBuildLog(stdout, { write: () => {} }, () => time)
  log.step('rendering')
  for (const [index, at] of steps.entries()) {
    time = at
    log.progress?.(`${index} of ${steps.length}`)
  }
  log.end()
  expect(written.join('')).toBe(seen)
})

test('a warning is not on the line of the progress', () => {
  const written: string[] = []
  const write = (text: string) => written.push(text)
  let time = 0
  const log = createBuildLog({ isTTY: true, write }, { write }, () => (time += 100))
  log.progress?.('1 of 2')
  log.warn('look')
  expect(written.join('')).toBe('\r\u001B[K1 of 2\r\u001B[Kwarning look\n')
})
