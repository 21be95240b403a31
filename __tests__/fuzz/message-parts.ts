/** Well-formed headers that have a meaning to hosts, proxies or browsers. */
export const HEADERS: readonly string[] = [
  ['Accept: */*', 'Accept-Encoding: gzip, br', 'Range: bytes=0-1', 'If-None-Match: *', 'Date: x'],
  ['Cookie: a=1; a=2; __proto__=x', 'Cookie: ;;=;a', 'Cookie: a=%', 'Authorization: Basic x'],
  ['Expect: 100-continue', 'Upgrade: websocket', 'Upgrade: h2c', 'TE: trailers', 'Trailer: X-A'],
  ['X-Forwarded-Host: evil.test', 'X-Forwarded-Proto: x:admin?', 'X-Forwarded-For: 6.6.6.6, 7'],
  ['X-Original-URL: /admin', 'X-Rewrite-URL: /admin', 'X-HTTP-Method-Override: DELETE'],
  ['Content-Type: text/plain', 'Content-Type: multipart/form-data', 'Content-Type: ;'],
  ['Content-Encoding: gzip', 'If-Modified-Since: x', 'Origin: null', 'Sec-Fetch-Site: same-origin'],
  ['Origin: http://evil.test', 'Sec-Fetch-Site: cross-site', 'Referer: %', 'Forwarded: host=x'],
  ['__proto__: x', 'constructor: x', 'X-Empty:', 'X-Long: '.padEnd(1500, 'x')],
].flat()

/** Lines among the headers that parsers disagree about. */
export const ODD_HEADERS: readonly string[] = [
  ['Content-Length: 5', 'Content-Length: +5', 'Content-Length: 0x5', 'Content-Length: 5, 5'],
  ['Content-Length: -1', 'Content-Length: 99999999999999999999', 'Content-Length:'],
  ['Transfer-Encoding: chunked', 'Transfer-Encoding: ChuNked', 'Transfer-Encoding: xchunked'],
  ['Transfer-Encoding: gzip, chunked', 'Transfer-Encoding: chunked, gzip', 'TE: \x7f'],
  ['Transfer-Encoding: identity', 'Transfer-Encoding : chunked', 'Transfer-Encoding:\x0bchunked'],
  ['Host: a', 'Host: b', 'Connection: close, content-length', 'Connection: host'],
  ['Connection: Upgrade\r\nUpgrade: websocket', 'Connection: x\r\nHTTP2-Settings: x'],
  ['Content-Type: a\r\nContent-Type: b', 'Authorization: a\r\nAuthorization: b'],
  [' folded', '\tfolded', ': x', 'x', 'a b: c', 'a\0: b', 'a: \0', 'a: \x01', '\xe9: x'],
  ['a: b\nc: d', 'a: b\rc: d', 'X-Long: '.padEnd(20_000, 'x')],
].flat()

/** Chunked bodies that end early or are malformed. */
export const ODD_CHUNKS: readonly string[] = [
  ['', '5', '5\r\nab', 'zz\r\n', '5\r\nabcdefg\r\n0\r\n\r\n', '-1\r\n\r\n', '0\r\n', '0\r\nx'],
  [
    '5;\0\r\nabcde\r\n',
    'fffffffffffffffff\r\n',
    '5 \r\nabcde\r\n',
    '5\nabcde\n0\n\n',
    '0x5\r\nabcde',
  ],
  [`1;${'x'.repeat(20_000)}\r\na\r\n0\r\n\r\n`],
].flat()
