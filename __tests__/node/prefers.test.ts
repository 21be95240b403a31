import { expect, test } from '@jest/globals'
import { type ErrorForm, preferredForm } from '../../src/node/prefers.ts'

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8'

// Expected by https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1
test.each<[what: string, accept: string | undefined, form: ErrorForm]>([
  ['a browser gets HTML', BROWSER, 'html'],
  ['a client without the header gets HTML', undefined, 'html'],
  ['a client with an empty header gets HTML', '', 'html'],
  ['curl gets HTML', '*/*', 'html'],
  ['htmx gets HTML', 'text/html, */*', 'html'],
  ['XHTML is HTML', 'application/xhtml+xml', 'html'],
  ['a client of an API gets JSON', 'application/json', 'json'],
  ['axios gets JSON', 'application/json, text/plain, */*', 'json'],
  ['jQuery gets JSON', 'application/json, text/javascript, */*; q=0.01', 'json'],
  ['problem details are JSON', 'application/problem+json', 'json'],
  ['types of vendors are JSON', 'application/vnd.api+json', 'json'],
  ['any application type is JSON', 'application/*', 'json'],
  ['names count in any case', 'Application/JSON', 'json'],
  ['the higher quality wins', 'text/html;q=0.5, application/json;q=0.6', 'json'],
  ['the higher quality wins in any order', 'application/json;q=0.6, text/html', 'html'],
  ['quality may have spaces', 'text/html ; q = 0.1 , application/json ; q=0.2', 'json'],
  ['of two types, the first is sent', 'application/json, text/html', 'json'],
  ['a type that is refused is not sent', 'text/html;q=0, */*', 'json'],
  ['JSON that is refused is not sent', 'application/json;q=0, text/plain', 'text'],
  ['a type counts more than a range', 'text/*, text/html;q=0.1, application/json;q=0.5', 'text'],
  ['text/* is HTML', 'text/*', 'html'],
  ['plain text is plain text', 'text/plain', 'text'],
  ['a client of images gets plain text', 'image/png', 'text'],
  ['a client that refuses all gets plain text', '*/*;q=0', 'text'],
  ['a quality that is no number is 0', 'text/html;q=x, application/json;q=0.1', 'json'],
  ['a quality above 1 is 0', 'text/html;q=7, application/json;q=0.1', 'json'],
  ['other parameters do not count', 'text/html;level=1;q=0.2, application/json;q=0.3', 'json'],
  ['noise is ignored', ',;,text/html;;q=,/,*,application/json', 'json'],
])('%s: %s', (_what, accept, form) => {
  expect(preferredForm(accept, false)).toBe(form)
})

test.each<[accept: string | undefined, form: ErrorForm]>([
  [undefined, 'json'],
  ['*/*', 'json'],
  ['text/html', 'html'],
  ['text/html, application/json', 'html'],
  [BROWSER, 'html'],
  ['text/plain', 'text'],
])('a client that sends JSON and accepts %s gets %s', (accept, form) => {
  expect(preferredForm(accept, true)).toBe(form)
})
