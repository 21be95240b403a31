import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { ROOT } from '../support/root.ts'

const AXE = readFileSync(join(ROOT, 'node_modules/axe-core/axe.min.js'), 'utf8')

/**
 * The rules of accessibility that a page breaks, with the first elements that break each.
 *
 * @param rules - Only these rules. (default: all rules of axe)
 */
export async function violationsIn(page: Page, rules?: readonly string[]): Promise<unknown[]> {
  await page.evaluate(AXE)
  const options = rules === undefined ? {} : { runOnly: rules }
  const { violations } = await page.evaluate<AxeResults>(`axe.run(${JSON.stringify(options)})`)
  return violations.map(({ id, nodes }) => ({
    id,
    nodes: nodes.slice(0, 3).map(({ html, failureSummary }) => `${html}: ${failureSummary}`),
  }))
}
