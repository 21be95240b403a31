import pLimit from 'p-limit'
import { SsrPagesError } from '../shared/errors.ts'

/** Runs work, no more than a number of pieces at a time. */
export interface Work {
  /**
   * Runs a piece of work when its turn comes.
   *
   * @param signal - When it is aborted before that, the work does not start.
   * @throws {SsrPagesError} IMAGE_QUEUE_FULL: when too much work waits already
   */
  run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>
}

/**
 * Creates a bounded queue.
 *
 * @param parallel - How much runs at a time.
 * @param mostWaiting - How much may wait.
 */
export function createWork(parallel: number, mostWaiting: number): Work {
  const limit = pLimit(parallel)
  let waiting = 0
  return {
    async run(signal, work) {
      signal.throwIfAborted()
      if (waiting >= mostWaiting) throw tooMany(waiting)
      waiting += 1
      const leave = onceOnly(() => (waiting -= 1))
      // Whoever left does not count: clients that come and go must not fill the queue.
      signal.addEventListener('abort', leave, { once: true })
      try {
        return await limit(async () => {
          leave()
          signal.throwIfAborted()
          return work()
        })
      } finally {
        signal.removeEventListener('abort', leave)
      }
    },
  }
}

function onceOnly(call: () => void): () => void {
  let isCalled = false
  return () => {
    if (!isCalled) call()
    isCalled = true
  }
}

function tooMany(waiting: number): SsrPagesError {
  return new SsrPagesError('IMAGE_QUEUE_FULL', `${waiting} images wait to be made already.`)
}
