/** What `ssr-pages --help` prints. */
export const usage: string = `Usage: ssr-pages <command> [options]

Commands:
  build [root]     compile <root>/src/pages and write pages/ and client/ into <root>/dist
  routes [folder]  print the routes of a project, or of its dist/pages, in match order

Options:
  --outDir <dir>   build: write into this folder instead; relative to the root
  --json           routes: print them as JSON
  --help           show this text
  --version        show the version
`
