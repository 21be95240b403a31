/**
 * Where rendered HTML goes, in document order. A sink holds what was written to it until it is taken;
 * once adopted, it passes everything on, so a part of the page that was started early streams as soon
 * as its turn comes.
 */
export class Sink {
  #text = ''
  #parent: Sink | undefined
  #wake: (() => void) | undefined

  /**
   * Appends finished HTML.
   *
   * @param html - Markup, never text of unknown origin.
   */
  write(html: string): void {
    if (this.#parent !== undefined) {
      this.#parent.write(html)
      return
    }
    this.#text += html
    this.#wake?.()
  }

  /**
   * Puts another sink's output here, now and from now on.
   *
   * @param child - A sink that has no parent yet.
   */
  adopt(child: Sink): void {
    if (child.#text !== '') this.write(child.#text)
    child.#text = ''
    child.#parent = this
  }

  /**
   * Empties the sink.
   *
   * @returns All that was written since the last time.
   */
  take(): string {
    const text = this.#text
    this.#text = ''
    return text
  }

  /**
   * Waits for output.
   *
   * @returns A promise that resolves after the next write.
   */
  written(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = () => {
        this.#wake = undefined
        resolve()
      }
    })
  }
}
