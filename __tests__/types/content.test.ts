import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { ROOT } from '../support/root.ts'
import { contentCases, contentFiles } from './content-cases.ts'
import { checkTypes, createTypedProject, errorsOf } from './typed-project.ts'

describe('the types of collections', () => {
  let errors: ReturnType<typeof checkTypes> = []

  beforeAll(() => {
    const root = createTypedProject(contentCases, 'ts', contentFiles)
    errors = checkTypes(root, join(ROOT, 'node_modules/typescript/bin/tsc'), ['--pretty', 'false'])
  }, 120_000)

  test.each(contentCases.map((one, index) => [one.complaint, one, index] as const))(
    '%s',
    (_complaint, { errors: expected = [] }, index) => {
      const found = errorsOf(errors, index, 'ts')
      expect(found).toEqual(expected.map(([line, text]) => [line, expect.stringContaining(text)]))
    },
  )

  test('the configuration itself has no errors', () => {
    expect(errors.filter(({ file }) => !file.startsWith('src/cases/'))).toEqual([])
  })
})
