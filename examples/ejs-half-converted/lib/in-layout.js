const ejs = require('ejs')

/**
 * An engine that prints views of EJS inside the layout of the `.astro` views, so that both halves of the app have one
 * layout. Delete it with the last view of EJS.
 *
 * @param {import('ssr-pages').SsrPages} pages
 */
exports.inLayout = function inLayout(pages) {
  return function renderInLayout(file, options, done) {
    const { title, _locals: locals } = options
    ejs
      .renderFile(file, options)
      .then((body) => pages.render('ejs', { props: { title, body }, locals, styles: 'link' }))
      .then((html) => done(null, html), done)
  }
}
