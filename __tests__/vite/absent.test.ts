import { describe, expect, test } from '@jest/globals'
import { absentCases, ordinaryCases, warnedCases } from './absent.ts'
import { createProject, runCli } from './project.ts'

const index = { 'src/pages/index.astro': '<p>fine</p>' }

describe('a build is refused, with the place, for', () => {
  test.each(absentCases)('$name', ({ files, place, text }) => {
    const { code, stderr } = runCli(['build'], createProject({ ...index, ...files }))
    expect(code).toBe(1)
    expect(stderr).toContain(`error ${place}: ${text}`)
  })
})

describe('a build warns, with the place, of', () => {
  test.each(warnedCases)('$name', ({ files, place, text }) => {
    const { code, stderr } = runCli(['build'], createProject({ ...index, ...files }))
    expect(stderr).toContain(`warning ${place}: ${text}`)
    expect(code).toBe(0)
  })
})

describe('a build says nothing of', () => {
  test.each(ordinaryCases)('$name', ({ files }) => {
    const result = runCli(['build'], createProject({ ...index, ...files }))
    expect(result).toMatchObject({ code: 0, stderr: '' })
  })
})
