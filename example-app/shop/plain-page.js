/**
 * Renders a small page for messages of the server; it needs no build and no database.
 *
 * @param {string} title - Heading; text without markup.
 * @param {string} text - One sentence; text without markup.
 * @returns {string} The HTML document.
 */
export function plainPage(title, text) {
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title} · Saltmarsh Pottery</title>
    <link rel="icon" href="/favicon.svg">
    <style>
      :root { color-scheme: light dark }
      body { margin: 0; min-height: 100vh; display: grid; place-content: center; padding: 2rem;
        box-sizing: border-box; font: 1.0625rem/1.6 system-ui, sans-serif; color: #2c2722;
        background: #faf6ef }
      h1 { margin: 0 0 .5rem; font: 600 2.25rem/1.15 Georgia, serif; letter-spacing: -.01em }
      p { margin: 0 0 1.5rem }
      a { color: #1f5748; text-underline-offset: .2em }
      @media (prefers-color-scheme: dark) {
        body { color: #f1e9dd; background: #1d1b18 }
        a { color: #93cdb8 }
      }
    </style>
  </head>
  <body>
    <main>
      <h1>${title}</h1>
      <p>${text}</p>
      <a href="/">Back to the shop</a>
    </main>
  </body>
</html>
`
}
