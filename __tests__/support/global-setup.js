import { execSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Builds the package once before all tests: servers and the command line are tested as users run them. */
export default function globalSetup() {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  execSync('npm run --silent build', { cwd: root, stdio: 'inherit' })
}
