/** Where the cells of a column stand. */
export type Side = 'left' | 'right'

/**
 * Writes rows of cells below each other.
 *
 * @param rows - The rows; all have the same number of cells.
 * @param sides - One for each column.
 * @returns A line for each row.
 */
export function toTable(rows: readonly (readonly string[])[], sides: readonly Side[]): string[] {
  const widths = sides.map((_, column) =>
    rows.reduce((width, row) => Math.max(width, row[column]?.length ?? 0), 0),
  )
  return rows.map((row) => {
    const cells = row.map((cell, column) => toCell(cell, widths[column] ?? 0, sides[column]))
    return cells.join('  ').trimEnd()
  })
}

function toCell(text: string, width: number, side: Side | undefined): string {
  return side === 'right' ? text.padStart(width) : text.padEnd(width)
}
