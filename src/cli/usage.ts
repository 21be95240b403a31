/** What `ssr-pages --help` prints. */
export const usage: string = `Usage: ssr-pages <command> [options]

Commands:
  build [root]     compile <root>/src/pages and write pages/ and client/ into <root>/dist

Options:
  --outDir <dir>   write into this folder instead; relative to the root
  --help           show this text
  --version        show the version
`
