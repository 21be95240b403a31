import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import {
  type Block,
  type Section,
  applyDiff,
  commandsOf,
  fileOf,
  writeFiles,
} from '../support/guide.ts'
import { type Registry, startRegistry } from '../support/registry.ts'
import { ROOT } from '../support/root.ts'
import { type Server, startUserServer } from '../support/servers.ts'

/** What the guides say last, which the tests do themselves. */
const START = 'npm start'

/** Apps that express-generator has written, in which guides are followed with the packages as published. */
export class GeneratedApps {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'express generator '))
  readonly #servers: Server[] = []
  #registry: Registry | undefined

  /** Generates one app, and installs its packages. */
  async generate(name: string): Promise<void> {
    const packages = [ROOT, join(ROOT, 'packages/build')]
    await this.#run(this.folder, 'npm', 'pack', ...packages, '--ignore-scripts', '--silent')
    const tarballs = readdirSync(this.folder).filter((file) => file.endsWith('.tgz'))
    this.#registry = await startRegistry(tarballs.map((file) => join(this.folder, file)))
    const generator = join(ROOT, 'node_modules/express-generator/bin/express-cli.js')
    await this.#run(this.folder, process.execPath, generator, '--view=ejs', name)
    await this.#run(this.pathOf(name), 'npm', 'install')
  }

  pathOf(name: string): string {
    return join(this.folder, name)
  }

  copy(from: string, to: string): void {
    cpSync(this.pathOf(from), this.pathOf(to), { recursive: true, verbatimSymlinks: true })
  }

  /** Does what a section says: its commands, its files and its changes, in order. */
  async follow(name: string, { blocks }: Section): Promise<void> {
    if (!commandsOf(blocks).includes(START)) throw new Error(`No block says \`${START}\`.`)
    for (const block of blocks) await this.#apply(this.pathOf(name), block)
  }

  /** Starts what `npm start` starts. */
  async start(name: string, env: Readonly<Record<string, string>> = {}): Promise<Server> {
    const path = this.pathOf(name)
    const { scripts } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'))
    const [, file = ''] = /^node (\S+)$/.exec(scripts.start) ?? []
    const server = await startUserServer(join(path, file), { NODE_ENV: 'production', ...env })
    this.#servers.push(server)
    return server
  }

  async remove(): Promise<void> {
    for (const server of this.#servers) await server.stop()
    this.#registry?.close()
    rmSync(this.folder, { recursive: true, force: true })
  }

  async #apply(root: string, block: Block): Promise<void> {
    if (block.language === 'diff') return applyDiff(root, block)
    if (block.language === 'sh') {
      const commands = commandsOf([block]).filter((line) => line !== START)
      for (const command of commands) await this.#run(root, 'bash', '-c', command)
    } else if (fileOf(block) === undefined) {
      throw new Error(`A block does not name its file:\n${block.code}`)
    } else writeFiles(root, [block])
  }

  async #run(cwd: string, command: string, ...args: readonly string[]): Promise<void> {
    const env = {
      ...process.env,
      npm_config_registry: this.#registry?.url,
      npm_config_cache: join(this.folder, '.npm'),
      npm_config_audit: 'false',
      npm_config_fund: 'false',
      // `npm test` passes the setting of this repository on.
      npm_config_legacy_peer_deps: 'false',
    }
    await promisify(execFile)(command, args, { cwd, env })
  }
}
