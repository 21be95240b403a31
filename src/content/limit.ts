/**
 * Calls a function for each item, for a few of them at a time.
 *
 * @param limit - How many calls may be under way.
 * @returns The results, in the order of the items.
 */
export async function mapLimited<Item, Result>(
  items: readonly Item[],
  limit: number,
  call: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  let next = 0
  async function work(): Promise<void> {
    while (next < items.length) {
      const index = next++
      results[index] = await call(items[index] as Item)
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work))
  return results
}
