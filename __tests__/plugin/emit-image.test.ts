import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { emitImageMetadata } from '../../src/plugin/emit-image.ts'
import { importMarkedImages } from '../../src/shared/asset-marks.ts'
import { createProject } from '../support/project.ts'

const DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"></svg>'
const ODD = `odd "it's" 50% #1 é.svg`
const root = createProject({ [ODD]: DRAWING, 'notes.txt': 'no image', 'folder.png/a.svg': DRAWING })

test('an image with special characters in its name is not imported by a compiled entry', async () => {
  const file = join(root, ODD)
  const image = await emitImageMetadata(file)
  expect(image).toMatchObject({ width: 4, height: 3, format: 'svg' })
  const code = importMarkedImages(
    `const a = ${JSON.stringify({ first: image?.src, again: image?.src })}`,
  )
  const [, path = ''] = /^import ssrPagesImage0 from (".*")$/m.exec(code) ?? []
  expect(readFileSync(JSON.parse(path), 'utf8')).toBe(DRAWING)
  expect(code.split('\n').slice(1)).toEqual([
    'const a = {"first":"" + ssrPagesImage0.src + "","again":"" + ssrPagesImage0.src + ""}',
  ])
})

test.each([['nothing.png'], ['notes.txt'], ['folder.png']])(
  '%s, which is no image, stops the build of an entry',
  async (name) => expect(await emitImageMetadata(join(root, name))).toBeUndefined(),
)
