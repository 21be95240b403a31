import { dirname, join } from 'node:path'
import { rmSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { installCommands } from '../../src/project/install-command.ts'
import { createProject } from '../support/project.ts'

const cases: [project: string, files: readonly string[], add: string, dev: string, all: string][] =
  [
    ['without a lock file', [], 'npm install', '--save-dev', 'npm install --include=dev'],
    ['of npm', ['package-lock.json'], 'npm install', '--save-dev', 'npm install --include=dev'],
    ['of pnpm', ['pnpm-lock.yaml'], 'pnpm add', '--save-dev', 'pnpm install --prod=false'],
    ['of Yarn 1', ['yarn.lock'], 'yarn add', '--dev', 'yarn install --production=false'],
    ['of Yarn 4', ['yarn.lock', '.yarnrc.yml'], 'yarn add', '--dev', 'yarn install'],
    ['of Bun', ['bun.lock'], 'bun add', '--dev', 'bun install'],
    ['of an older Bun', ['bun.lockb'], 'bun add', '--dev', 'bun install'],
    // A configuration file may be that of the whole machine.
    [
      'of npm beside .yarnrc.yml',
      ['.yarnrc.yml'],
      'npm install',
      '--save-dev',
      'npm install --include=dev',
    ],
  ]

test.each(cases)(
  'a project %s, and a workspace in it, is told its commands',
  (_, files, ...commands) => {
    const root = createProject(Object.fromEntries(files.map((file) => [file, ''])))
    const [add, dev, all] = commands
    for (const folder of [root, join(root, 'packages/shop')]) {
      expect(installCommands(folder)).toMatchObject({ add, addDev: `${add} ${dev}`, all })
    }
    rmSync(dirname(root), { recursive: true })
  },
)
