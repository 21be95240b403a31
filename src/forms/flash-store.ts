/** A message as it is stored. */
export interface StoredMessage {
  readonly type: string
  readonly message: unknown
}

/** Keeps messages for the next page. */
export interface FlashStore {
  add(type: string, message: unknown): void
  /** Returns the messages, and removes them once they are shown. */
  read(): Promise<readonly StoredMessage[]>
}
