import { type LoadedConfig, isConfigFile, loadConfig } from '../../config/load-config.ts'
import { setUpSite } from '../../integrations/set-up-site.ts'
import type { Vite } from '../../project/build-tools.ts'
import type { Site } from '../../project/site.ts'
import type { Restarts } from './restarts.ts'

/** What the settings are read with. */
export interface SettingsOptions {
  readonly vite: Vite
  readonly root: string
  readonly restarts: Restarts
  /** Receives what integrations log. */
  readonly log: (message: string) => void
  readonly warn: (message: string) => void
  /** Prints a warning of the configuration, unless it has been printed before. */
  readonly warnOnce: (message: string) => void
}

/** The settings of a project, which are read once per run: its configuration and integrations. */
export interface Settings {
  /**
   * Reads the configuration, and sets its integrations up.
   *
   * @param isRestart - What integrations are told.
   * @returns The site, and the absolute paths of the configuration and its imports.
   * @throws {SsrPagesError} CONFIG_INVALID, INTEGRATION_FAILED
   */
  load(isRestart: boolean): Promise<{ readonly site: Site; readonly files: readonly string[] }>
  /** Absolute paths of the files that integrations watch, also of one whose hook has failed. */
  readonly watched: ReadonlySet<string>
  /** Tells whether a file is a configuration, or watched by an integration. */
  has(file: string): boolean
}

/** Creates the settings of a project; nothing has been read yet. */
export function createSettings(options: SettingsOptions): Settings {
  const { vite, root, restarts, log, warn, warnOnce } = options
  const watched = new Set<string>()

  // A configuration that was read half written is read again before any hook has run.
  async function loadWhole(): Promise<LoadedConfig> {
    for (let isLast = false; ; isLast = true) {
      restarts.begin()
      const loading = loadConfig(root, 'develop', warnOnce)
      await Promise.allSettled([loading])
      if (isLast || !restarts.isOutdated()) return loading
    }
  }
  return {
    watched,
    has: (file) => watched.has(file) || isConfigFile(root, file),
    async load(isRestart) {
      watched.clear()
      const { config, given, files } = await loadWhole()
      const site = await setUpSite({
        vite,
        root,
        config,
        given,
        command: 'dev',
        isRestart,
        log: { info: log, warn },
        onWatch(file) {
          watched.add(file)
          restarts.watch(file)
        },
      })
      return { site, files }
    },
  }
}
