/** A promise that a test resolves. */
export interface Gate {
  readonly promise: Promise<string>
  open(value?: string): void
  break(error: Error): void
}

export function createGate(): Gate {
  let open: (value: string) => void = () => undefined
  let fail: (error: Error) => void = () => undefined
  const promise = new Promise<string>((resolve, reject) => {
    open = resolve
    fail = reject
  })
  return { promise, open: (value = 'last') => open(value), break: (error) => fail(error) }
}
