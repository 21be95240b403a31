/** The output of `ssr-pages --help`. */
export const usage: string = `Usage: ssr-pages <command> [options]

Commands:
  build [root]     compile <root>/src/pages and write pages/ and client/ into <root>/dist
  dev [root]       serve <root>/src/pages, and follow every change of it
  preview [root]   serve what a build has written
  routes [folder]  print the routes of a project, or of its dist/pages, in match order

Options:
  --outDir <dir>   build, preview: this folder instead of dist; relative to the root
  --port <number>  dev, preview: the port [3000]
  --host <name>    dev, preview: the address to listen at [localhost: this machine only]
  --json           routes: print them as JSON
  --help           show this text
  --version        show the version
`
