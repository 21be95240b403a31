import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { ROOT, runCLI } from '../conformance/start.ts'
import { type Project, createProject } from '../dev/project.ts'

let project: Project

beforeAll(async () => {
  project = await createProject({ 'src/pages/index.astro': '<h1>hello</h1>' })
  await runCLI('build', project.root, '--outDir', 'out')
})

afterAll(() => project.remove())

const commands = [
  { args: ['dev'], seen: /client\.js.*<h1>hello<\/h1>/ },
  { args: ['preview', '--outDir', 'out'], seen: /^<!DOCTYPE html><h1>hello<\/h1>$/ },
]

test.each(commands)('ssr-pages $args serves a project without a server of its own', async (run) => {
  const [command = '', ...options] = run.args
  const args = [command, project.root, ...options, '--port', '0']
  const env = { ...process.env, NODE_ENV: undefined }
  const child = spawn(process.execPath, [`${ROOT}/bin/ssr-pages.js`, ...args], { env })
  try {
    const [line] = await once(child.stdout, 'data')
    const response = await fetch(String(line).trim())
    expect(await response.text()).toMatch(run.seen)
  } finally {
    child.kill()
    await once(child, 'close')
  }
})
