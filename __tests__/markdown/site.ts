import { createProject, linkOwnPackage } from '../support/project.ts'
import { linkPackages } from '../support/link-packages.ts'

/** A PNG of one red pixel. */
export const PNG: Buffer = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg==',
  'base64',
)

/** Creates a project from files, with the processors of Astro. */
export function createMarkdownProject(files: Readonly<Record<string, string>>): string {
  const root = createProject({
    'ssr-pages.config.mjs': "export default { output: 'static' }",
    ...files,
  })
  linkOwnPackage(root)
  linkPackages(root, '@astrojs', 'shiki')
  return root
}
