import { afterEach, expect, jest, test } from '@jest/globals'
import { satteri } from '@astrojs/markdown-satteri'
import { withMarkdownDefaults } from '../../src/shared/markdown.ts'

afterEach(() => void jest.restoreAllMocks())

test('a line of code loses its colours on a machine that is busy', async () => {
  const { syntaxHighlight, shikiConfig } = withMarkdownDefaults(withMarkdownDefaults({}))
  const renderer = await satteri().createRenderer({ syntaxHighlight, shikiConfig } as never)
  // Each look at the clock is a second later: Shiki stops in a line after half a second.
  let now = 0
  jest.spyOn(Date, 'now').mockImplementation(() => (now += 1000))
  const { code } = await renderer.render('```js\nconst a = "b"\n```\n')
  expect(code).toContain('"b"</span></span>')
  expect(code.match(/<span style="color/g)).toHaveLength(4)
})
