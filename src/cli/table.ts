/** Alignment of a column. */
export type Side = 'left' | 'right'

/**
 * Formats rows of cells as a table.
 *
 * @param rows - Rows with the same number of cells.
 * @param sides - Alignment of each column.
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
