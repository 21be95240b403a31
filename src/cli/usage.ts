/** The output of `ssr-pages --help`. */
export const usage: string = `Usage: ssr-pages <command> [options]

Commands:
  build [root]     compile <root>/src/pages and write pages/ and client/ into <root>/dist
  dev [root]       serve <root>/src/pages and show every change
  preview [root]   serve the files of a build
  routes [folder]  print the routes of a project, or of its dist/pages, in match order
  init [folder]    add pages to an app, or begin one; changes no file that exists

Options:
  --outDir <dir>   build, preview: use this folder instead of dist; relative to the root
  --port <number>  dev, preview: the port (default: 3000)
  --host <name>    dev, preview: the address to listen on (default: localhost, this machine only)
  --json           routes: print JSON
  --views          init: begin with a view for res.render()
  --dry-run        init: print what would be written
  --help           print this text
  --version        print the version
`
