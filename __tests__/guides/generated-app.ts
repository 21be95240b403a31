import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Block,
  type Section,
  applyDiff,
  commandsOf,
  fileOf,
  writeFiles,
} from '../support/guide.ts'
import { type Published, publish } from '../support/published.ts'
import { ROOT } from '../support/root.ts'
import { type Server, startUserServer } from '../support/servers.ts'

/** What the guides say last, which the tests do themselves. */
const START = 'npm start'

/** Apps that express-generator has written, in which guides are followed with the packages as published. */
export class GeneratedApps {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'express generator '))
  readonly #servers: Server[] = []
  #published: Published | undefined

  /** Generates one app, and installs its packages. */
  async generate(name: string): Promise<void> {
    const published = await publish(this.folder)
    this.#published = published
    const generator = join(ROOT, 'node_modules/express-generator/bin/express-cli.js')
    await published.run(this.folder, process.execPath, generator, '--view=ejs', name)
    await published.run(this.pathOf(name), 'npm', 'install')
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
    this.#published?.close()
    rmSync(this.folder, { recursive: true, force: true })
  }

  async #apply(root: string, block: Block): Promise<void> {
    if (block.language === 'diff') return applyDiff(root, block)
    if (block.language === 'sh') {
      const commands = commandsOf([block]).filter((line) => line !== START)
      for (const command of commands) await this.#published?.run(root, 'bash', '-c', command)
    } else if (fileOf(block) === undefined) {
      throw new Error(`A block does not name its file:\n${block.code}`)
    } else writeFiles(root, [block])
  }
}
