import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { withoutMark } from '../compiler/byte-order-mark.ts'
import { sourceError } from '../compiler/source-error.ts'
import { type ErrorName, SsrPagesError, isSsrPagesError } from '../shared/errors.ts'
import { firstError, toFailure } from './failure.ts'
import { CONTENT_NAMES } from '../shared/content-names.ts'
import { property } from '../shared/property.ts'
import { findPlace } from './find-place.ts'
import { adviseMdx } from './mdx-failure.ts'
import { adviseExport } from './missing-export.ts'
import { adviseImport, readMissingImport } from './missing-import.ts'
import { holds } from '../project/real-path.ts'
import type { Site } from '../project/site.ts'
import { relativeName } from '../project/public-name.ts'

/** The site of an error. `outDir` is absent when the command writes nothing. */
export type ErrorSite = Pick<Site, 'root' | 'config'> & Partial<Pick<Site, 'outDir'>>

/**
 * Converts any error that stopped a build to an error of this package that names file, line and
 * column.
 *
 * @param site - The site. File names are shown relative to its root.
 * @param name - Key of the table of errors. (default: BUILD_FAILED)
 */
export function toBuildError(
  error: unknown,
  site: ErrorSite,
  name: ErrorName = 'BUILD_FAILED',
): SsrPagesError {
  const first = firstError(error)
  if (isOwnError(first)) return ownError(first)

  const failure = toFailure(first)
  const { file } = failure
  const text = failure.text.replace(GENERATED, 'astro:content').replace(ENV_MODULE, 'astro:env/')
  if (file === undefined) {
    return new SsrPagesError(name, text, { cause: error }, adviseDisk(first, site))
  }
  const source = readSource(file)
  return sourceError(name, {
    file: relativeName(site.root, file),
    text,
    source,
    hint: adviseModule(text, file, site.root) ?? adviseMdx(file, text),
    ...findPlace(failure, source, site),
  })
}

const MISSING_EXPORT = /^"(?<name>[^"]+)" is not exported by "(?<module>.+)"\.?$/

/** How the bundler prints the id of the module for `astro:content`. */
const GENERATED = /(?:\\0|\0)ssr-pages:content(?:\/zod)?(?=")/

/** The same for `astro:env/client` and `astro:env/server`. */
const ENV_MODULE = /(?:\\0|\0)ssr-pages:env\/(?=(?:client|server)")/

function adviseModule(text: string, importer: string, root: string): string | undefined {
  const specifier = readMissingImport(text)
  if (specifier !== undefined) return adviseImport({ specifier, importer, root })
  const { name, module = '' } = MISSING_EXPORT.exec(text)?.groups ?? {}
  if (name === undefined) return undefined
  return module === 'astro:content'
    ? `It exports ${CONTENT_NAMES.join(', ')}.`
    : adviseExport(name, module, readSource(join(root, module)))
}

/** Advice about errors of the operating system, by their code. */
const DISK: Readonly<Record<string, string>> = {
  EACCES: 'Give the user that builds write access, or build into another folder with `--outDir`.',
  EPERM: 'Give the user that builds write access, or build into another folder with `--outDir`.',
  EROFS: 'Build into a writable folder with `--outDir`.',
  ENOSPC: 'Free some space on the disk, and build again.',
  EDQUOT: 'Free some space on the disk, and build again.',
  ENOTDIR: 'Remove or rename the file; a folder is needed in its place.',
  EEXIST: 'Remove or rename the file; a folder is needed in its place.',
  EISDIR: 'Remove or rename the folder; a file is needed in its place.',
  ENOENT: 'Create it, or remove the link that leads there.',
  EMFILE: 'Raise the limit of open files (`ulimit -n`), and build again.',
}

function adviseDisk(error: unknown, { outDir }: ErrorSite): string | undefined {
  if (typeof property(error, 'syscall') !== 'string') return undefined
  const code = String(property(error, 'code'))
  const advice = Object.hasOwn(DISK, code) ? DISK[code] : undefined
  // Advice about the output folder does not help when a source cannot be read.
  const path = String(property(error, 'dest') ?? property(error, 'path'))
  const isOutput = outDir !== undefined && (holds(outDir, path) || holds(path, outDir))
  if (isOutput || !/^E(?:ACCES|PERM|ROFS)$/.test(code)) return advice && `${advice} ${UNTOUCHED}`
  return `Give the user that builds read access. ${UNTOUCHED}`
}

const UNTOUCHED = 'The last build is untouched.'

function isOwnError(error: unknown): error is SsrPagesError {
  const pluginCode = property(error, 'pluginCode')
  return isSsrPagesError(error) || String(pluginCode).startsWith('SSR_PAGES_')
}

// The bundler overwrites the code of an error that a plugin threw.
function ownError(error: SsrPagesError): SsrPagesError {
  const code = property(error, 'pluginCode')
  return code === undefined ? error : Object.assign(error, { code })
}

function readSource(file: string): string {
  try {
    return withoutMark(readFileSync(file, 'utf8'))
  } catch {
    return ''
  }
}
