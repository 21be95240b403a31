import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Commands of a package manager. */
interface Commands {
  /** Adds a package that a server needs. */
  readonly add: string
  /** Adds a package that only building and developing need. */
  readonly addDev: string
  /** Installs the packages that package.json lists. */
  readonly install: string
  /** Also installs development dependencies with `NODE_ENV=production`. */
  readonly all: string
}

const NPM: Commands = {
  add: 'npm install',
  addDev: 'npm install --save-dev',
  install: 'npm install',
  all: 'npm install --include=dev',
}

const PNPM: Commands = {
  add: 'pnpm add',
  addDev: 'pnpm add --save-dev',
  install: 'pnpm install',
  all: 'pnpm install --prod=false',
}

const YARN: Commands = {
  add: 'yarn add',
  addDev: 'yarn add --dev',
  install: 'yarn install',
  all: 'yarn install --production=false',
}
const BUN: Commands = {
  add: 'bun add',
  addDev: 'bun add --dev',
  install: 'bun install',
  all: 'bun install',
}

/** The commands by the lock file of a project. */
const MANAGERS: Readonly<Record<string, Commands>> = {
  'pnpm-lock.yaml': PNPM,
  'yarn.lock': YARN,
  'bun.lock': BUN,
  'bun.lockb': BUN,
  'package-lock.json': NPM,
}

/**
 * Finds the commands of the package manager that a project uses. In a workspace its lock file is above
 * the project.
 *
 * @param root - Absolute path of the project.
 * @param agent - The package manager that runs this process, as it names itself in
 *   `npm_config_user_agent`: `pnpm/10.1.0 npm/? node/v22.1.0`. (default: npm)
 * @returns The commands; for a project without a lock file, those of the agent.
 */
export function installCommands(root: string, agent = ''): Commands {
  for (let folder = root; ; folder = dirname(folder)) {
    const [, found] =
      Object.entries(MANAGERS).find(([file]) => existsSync(join(folder, file))) ?? []
    // Newer releases of Yarn have another configuration file, and no such option.
    const isNewYarn = found === YARN && existsSync(join(folder, '.yarnrc.yml'))
    if (found) return isNewYarn ? { ...YARN, all: YARN.install } : found
    if (folder === dirname(folder)) return byAgent(agent)
  }
}

function byAgent(agent: string): Commands {
  const [name] = agent.split('/')
  return [PNPM, YARN, BUN].find(({ add }) => add === `${name} add`) ?? NPM
}
