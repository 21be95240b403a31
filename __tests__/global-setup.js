import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Builds the package once before all tests: servers and the command line are tested as users run them. */
export default function globalSetup() {
  const root = fileURLToPath(new URL('..', import.meta.url))
  const tsc = `${root}node_modules/typescript/bin/tsc`
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: 'inherit',
  })
}
