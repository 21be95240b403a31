// Runs commands one after another: `process.send({ args, cwd })`, answered with what they printed.
const { main } = await import(new URL('../../dist/cli.js', import.meta.url).href)
const names = new Set(Object.keys(process.env))

process.on('message', async (/** @type {{ args: string[], cwd: string }} */ { args, cwd }) => {
  process.chdir(cwd)
  // Commands add to the environment: `dev` sets NODE_ENV.
  for (const name of Object.keys(process.env)) if (!names.has(name)) delete process.env[name]
  const [stdout, stderr] = [capture(process.stdout), capture(process.stderr)]
  const code = await main(args)
  process.send?.({ code, stdout: stdout(), stderr: stderr() })
})
process.on('disconnect', () => process.exit())
process.send?.('ready')

/**
 * Keeps what is written to a stream.
 *
 * @param {NodeJS.WriteStream} stream
 * @returns A function that ends this, and returns the text.
 */
function capture(stream) {
  const { write } = stream
  let text = ''
  stream.write = (chunk, ...rest) => {
    text += chunk
    const done = rest.findLast((one) => typeof one === 'function')
    done?.()
    return true
  }
  return () => {
    stream.write = write
    return text
  }
}
