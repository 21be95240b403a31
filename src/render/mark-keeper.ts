import type { LateMarkup, Piece } from './sink.ts'

/**
 * Carries marks through HTML that is a plain string: each is replaced by a comment that cannot be
 * guessed.
 */
export class MarkKeeper {
  readonly #marks: LateMarkup[] = []
  #id = ''

  /** Joins the pieces of a slot to a string. */
  toHtml(parts: readonly Piece[]): string {
    let html = ''
    for (const part of parts) html += typeof part === 'string' ? part : this.#keep(part)
    return html
  }

  /** Splits HTML that contains what {@link MarkKeeper.toHtml} returned. */
  toParts(html: string): Piece[] {
    // Most slots have no marks: the expression would be a fifth of the time for an island.
    if (this.#marks.length === 0) return [html]
    const pieces = html.split(new RegExp(`<!--${this.#id}:(\\d+)-->`))
    // Every second piece is the index that the expression captured.
    return pieces.map((piece, i) => (i % 2 === 0 ? piece : (this.#marks[Number(piece)] ?? '')))
  }

  #keep(mark: LateMarkup): string {
    if (this.#id === '') this.#id = crypto.randomUUID()
    return `<!--${this.#id}:${this.#marks.push(mark) - 1}-->`
  }
}
