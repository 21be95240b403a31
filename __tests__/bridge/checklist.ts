/** One thing that a bridge between Node and Fetch must get right, with the proof that ours does. */
export interface Row {
  readonly id: string
  readonly sentence: string
  /** The tests that prove it; empty for a case that does not apply. */
  readonly tests: readonly { readonly file: string; readonly title: string }[]
  /** For a case that does not apply: the paragraph of `docs/decisions` that explains why. */
  readonly reason: string | undefined
}

// id | what holds | file > test | file > test ...
// id | what would have to hold | - reason
const TABLE = `
# Request targets
A1 | Two slashes in front of a path name no host. | wire-target > with two slashes names no host
A2 | Nor does a backslash, and what a URL makes of it leads to no page. | wire-target > with a backslash names no host | wire-target > with backslashes is no page
A3 | A URL as target is read for its path; scheme and host in it are claims. | wire-target > may be absolute | wire-target > cannot claim https
A4 | Only http and https are schemes, and no query is taken for a path. | wire-target > of another scheme is no page | wire-target > hides no path in a query | wire-target > of a URL without host is no page
A5 | User and password in a target are dropped. | wire-target > drops a user and a password
A6 | HTTP/2 has no URLs as targets. | origin > an absolute target is refused by Node
A7 | An asterisk asks for no page. | wire-target > of one asterisk is no page to GET | wire-target > of one asterisk asks the server, and no page, for OPTIONS
A8 | Who wants a tunnel is sent away, and nobody else notices. | wire-target > of a tunnel ends the connection and no more
A9 | A fragment is no part of the URL, and what follows it no query. | wire-target > loses its fragment | wire-target > keeps no query of a fragment
A10 | Dot segments are what the URL parser makes of them, and lead to no page. | wire-target > dot segments
A11 | Params are split first and decoded once. | wire-target > with an encoded slash is one param | wire-target > has its params decoded once, segment by segment
A12 | A broken percent sign harms nobody. | wire-target > with half a character is a bad request | wire-target > with a lone percent sign is no page
A13 | Characters that a URL must encode are encoded, over HTTP/2 too. | wire-target > characters that a URL encodes | wire-target > of %s are encoded over HTTP/2
A14 | No target is the root. | mount > a request without a path is for the root
A15 | Below a mount path pages match the rest and know the whole URL, in every host. | mount > at %s answer %s with the whole URL | mount > a router with mergeParams does not change the params of pages
A16 | What middleware has rewritten is the path. | mount > a path that middleware has rewritten is the one that pages answer
A17 | A mount path ends at a segment, and nothing is taken off with it. | mount > at /app are not reached by %s | mount > a mount path beyond ASCII is removed in the form it was sent
A18 | The request of the host is not changed. | url > the request is left as it came
A19 | A target of any length harms nobody. | wire-target > of 20 kB is refused by Node

# Scheme, host and client
B1 | Without a Host the address stands for it. | wire-target > that is missing is refused by Node | wire-target > that HTTP/1.0 may leave out is the address the client came to
B2 | An empty Host is none. | wire-target > that is empty is the address the client came to
B3 | An invalid Host is refused, and none can change the path. | wire-target > a Host | url > never changes the path
B4 | There is one Host. | wire-target > that comes twice is refused
B5 | HTTP/2 tells its host by authority or by Host, and its scheme is only a claim. | origin > the authority is the host | origin > a Host is enough where there is no authority | origin > a client cannot claim https
B6 | The scheme is that of the connection. | origin > is https on an encrypted connection | wire-target > gives way to no forwarded header without a trusted proxy
B7 | Express alone decides whether a proxy is trusted. | url > trust proxy = %s decides on forwarded headers | url > the port is the one of the header the host came from | url > a trusted proxy cannot send %s
B8 | Host and client are known where a request has less than in Express. | origin > Fastify, which adds less to a request than Express, tells host and client
B9 | A list is no Host. | origin > %s in place of the Host is refused
B10 | The client has an address also when it is gone, and an empty one when it has none. | url > the client address outlives its connection | origin > a client on a socket without addresses has an empty one
B11 | The origin of the URL is the one that browsers send along. | origin > the origin that pages see is the one a browser sends

# Methods
C1 | GET and HEAD have no body, whatever was sent. | wire-method > of GET has no body, though one was sent in chunks | wire-method > of HEAD has no body, though one was sent
C2 | TRACE reaches no page. | wire-method > of TRACE is for no page
C3 | Nor does TRACK, over any protocol. | wire-method > of TRACK is refused by Node | wire-method > %s is for no page
C4 | A method is called by its exact name, and nothing else of a module by any. | wire-method > in lower case is refused by Node | wire-method > the export %s is not called by its name | wire-method > a method in lower case is another method
C5 | Rare methods may have bodies, and get a 405 where nobody answers them. | wire-method > of QUERY may have a body | wire-method > without a handler is told which there are
C6 | HEAD is GET without its body. | wire-method > of HEAD gets the headers of GET, and its length | wire-method > of HEAD runs the handler of GET
C7 | OPTIONS without a handler is the host's. | wire-method > of OPTIONS reaches its handler | wire-method > cors() after the pages still answers a preflight request
C8 | The method is the one at the time of asking. | wire-method > a method that middleware has overridden is the one that is answered

# Headers of the request
D1 | All lines of a header are seen, and those there can be only one of are refused twice. | wire-headers > that is repeated is a list | wire-headers > is whole, also where Node shows the first only | headers > %s twice is refused
D2 | Cookies in several fields are one list. | wire-headers > of Cookie is joined by semicolons | wire-headers > cookies in several fields are one header
D3 | Set-Cookie stays apart. | wire-headers > of Set-Cookie stays apart
D4 | The fields of HTTP/2's request line are no headers. | wire-headers > the fields of the request line are no headers
D5 | Bytes above ASCII are what they are. | wire-headers > has its bytes as Latin-1
D6 | What middleware makes of a header is seen. | wire-headers > are seen when added | wire-headers > are seen when cut to the first | wire-headers > are gone when deleted | wire-headers > are seen when Node had hidden one
D7 | A header may have the name of a prototype. | wire-headers > may have the name of a prototype | headers > a header named __proto__ changes no object
D8 | Members of objects are no headers. | wire-headers > is no member of every object
D9 | Empty is a value, and spaces around it are none. | wire-headers > may be empty | wire-headers > loses the spaces around it
D10 | Headers of the connection can be read and take no others along. | wire-headers > that is for the connection can be read | wire-headers > stays, even when Connection names it
D11 | A request once asked for does not change. | wire-headers > after the page has used its request do not change it

# Body of the request
E1 | A body streams. | wire-body > is read | body > a client that leaves while it uploads makes the stream fail
E2 | No body is null. | wire-body > of which nothing is said is none | wire-body > announced as empty is none | wire-body > a body that HTTP/2 announces as empty is empty
E3 | Chunks are chunks in any case. | wire-body > is read in chunks
E4 | What a parser of the host has read is there again. | parsed-body > JSON is read as text | parsed-body > text is read | parsed-body > bytes are read | multipart > is the same after multer
E5 | Also when it is nothing much. | parsed-body > an empty object is read | parsed-body > an empty list is read | parsed-body > null is read | parsed-body > zero is read | parsed-body > false is read
E6 | A parser that a body is not for leaves it alone. | multipart > is the same after parsers of other types
E7 | A parsed form is a form. | parsed-body > a form is read as a form
E8 | Its lists keep their names. | parsed-body > of a form has its lists as they were sent: %s | parsed-body > kept as rawBody arrives byte for byte
E9 | No byte is changed by setEncoding(). | body > is the same after middleware has called setEncoding()
E10 | A body read in part is an error and no waiting. | parsed-body > that middleware has read in part is refused instead of waited for
E11 | A body that nobody reads blocks nobody. | wire-body > is dropped when no page reads it | body > a body that is not read stays in the request
E12 | A body waits for its reader. | wire-body > is not read ahead of the page | body > waits for its reader instead of filling memory
E13 | A page that gives a body up still answers. | wire-body > given up by the page leaves it its answer
E14 | An early 413 can be read. | wire-body > of 50 MB can read the 413 and send the next request, in %s | wire-body > without end is cut off, although it was refused at once
E15 | Unread bodies do not cost the connection. | wire-body > a hundred bodies that nobody reads share one connection
E16 | A client that leaves half way is no end of its body. | body > makes %s() reject with the reason of the signal | body > fails over HTTP/2 too, where a broken body looks like an ended one
E17 | What has arrived can be read. | body > does not lose the body that it sent completely
E18 | The limit counts bytes. | wire-body > lets exactly that much pass in chunks | wire-body > stops one byte more in chunks | wire-body > counts bytes, even if middleware has changed the content-length | parsed-body > has the same limit
E19 | Two kinds of length are none. | wire-body > with two kinds of length is refused by Node
E20 | Nothing is unzipped by us, and what the host has unzipped is not called zipped. | wire-body > is never unzipped | multipart > JSON that Express has decompressed has no content-encoding
E21 | Trailers of the request can be read. | node/node-access > trailers of the request are available through Astro.node.req
E22 | Who waits to send is answered by Node, or by the host. | wire-body > that waits to be asked for is asked for by Node, once | wire-body > that expects something else is refused by Node | wire-body > a server that handles 100 Continue itself is left to do so
E23 | Files keep their bytes, and may have none. | multipart > arrives with all its bytes, and with empty files | multipart > has a text field for a file without a name
E24 | A body can be read once. | native-request > has neither clone nor body once it is read
E25 | Bodies in base64 are bytes. | netlify/lambda > has the body that was sent: %s

# Abort, close and lifetime
F1 | A body that was read is no client that has left. | abort > stays quiet when a body was read and the response came later
F2 | Nor is an answer that was sent. | abort > stays quiet when the response was sent | lifetime > the end of a connection does not abort the requests that it has completed
F3 | Connections collect no listeners. | abort > leaves no listeners on the connection, whether it is used or not | lifetime > requests that are left to the host leave no listeners behind
F4 | Who asks late is told all the same. | abort > is aborted already when a page asks after the client left
F5 | The reason is one and the same. | lifetime > the signal has one reason, an AbortError
F6 | A half closed connection harms nobody. | lifetime > a client that half-closes its connection before the answer does no harm
F7 | Clients that leave are no errors. | lifetime > a page that fails for it tells nobody | lifetime > halfway through its upload, no error is reported
F8 | What is answered too late is dropped. | lifetime > a Response is dropped, and its body cancelled
F9 | What fails too late gets away to nobody. | lifetime > a page that fails later tells nobody
F10 | The context of the host lasts to the last chunk. | lifetime > the context of the host reaches the page and each of its chunks | stream > the context of the host is there in late chunks
F11 | A server can be closed. | lifetime > a server that closes finishes its responses, and the process ends
F12 | Time limits are the server's. | lifetime > the time limits of the server stay its own

# Status and headers of the answer
G1 | What the host has set is added to, not replaced. | beside-middleware > cors, a session and a page each set their own headers | head > in Vary is added to, once
G2 | Each cookie has its line, at every status. | head > cookies are sent with status %s | head > in cookies comes first
G3 | Hooks of the host see the headers. | head > hooks into writeHead see the headers of the page
G4 | Control characters are an error page, and nothing half. | wire-response > with a control character in a header is an error, and nothing of it is sent
G5 | A failed head leaves the response as it was. | response > one in the status text of a page not found | response > a failing hook of the host leaves a clean error page too
G6 | A status text is sent where there is one to send. | response > a page in its own words | response > over HTTP/2 a page is sent whole, without a warning about its status text
G7 | Response.error() is an error. | wire-response > that is Response.error() is an error | response > a status of 600
G8 | No body is a length of nothing. | wire-response > without a body has no type, and a length of nothing | response > reset content
G9 | Neither 204 nor 304 has a body, or a wrong length. | response > no content | response > not modified with a length
G10 | Headers of the connection are not the page's. | response > headers of the connection | response > a Response with connection: close closes the connection
G11 | A wrong length never reaches the next answer. | response > %s never reach the next response | response > a wrong length %s leaves a clean error page
G12 | A length is told when it is known, and not beside compression. | wire-response > has its length in bytes | beside-middleware > compression passes on all of %s, without a length
G13 | Pages are HTML; nothing is said of other bodies. | response > a Response of bytes | wire-response > without a body has no type, and a length of nothing
G14 | Nothing is taken for unmodified. | wire-response > has no ETag, and is never taken for unmodified
G15 | Headers that the host has set stay. | wire-response > are sent once, with their names as each has written them
G16 | Date and connection are Node's. | wire-response > are sent once, with their names as each has written them
G17 | A redirect goes where it says. | wire-response > goes to a path as it is written | wire-response > goes to another host as it is written | wire-response > goes nowhere over a line break
G18 | Headers that cannot be changed are added to. | response > an immutable redirect with a cookie
G19 | What fetch() has decoded is not called encoded. | response > from %s is readable although its server encoded it as %s | response > from %s keeps an encoding that fetch() does not decode
G20 | An answer that was given is not followed by a second. | node/node-access > a page may answer on res itself | response > a response that the host has sent is left alone, and the body cancelled
G21 | Early hints can be sent. | node/node-access > a page may send early hints
G22 | Trailers can be sent. | node/node-access > trailers of the response can be added through Astro.node.res
G23 | Names are in lower case. | wire-response > are sent once, with their names as each has written them

# Body of the answer
H1 | HEAD ends what GET would not. | wire-response > to HEAD ends an endless stream | stream > ends at once for HEAD
H2 | Slow readers fill no memory. | load > clients that do not read stop their pages, and memory stays where it is | stream > waits for a client that does not read
H3 | A client that leaves is not waited for. | stream > ends when the client leaves while it waits for room
H4 | Compression gets all of a page. | beside-middleware > compression passes on all of %s, without a length
H5 | And holds no part of it back. | streaming > is not held back by compression | stream > output that a compressing host holds back is flushed while the page waits
H6 | A chunk is sent when it is there. | stream > sends its first chunk while it waits for the second
H7 | Headers are sent before there is a chunk, and events at once. | stream > headers of a Response go out before its first chunk | response > a stream of events, which no proxy may hold back
H8 | Errors before the first byte are error pages. | stream > %s before the first chunk leaves room for an error page
H9 | Errors after it never look like an end. | stream > halfway does not look like a whole page
H10 | Nor are they told to the host, which could do nothing. | contract > a failure after the response has started is reported to onError, once, and not to the host
H11 | A client that leaves ends the source, once. | stream > ends when the client leaves, once | stream > ends when the client leaves before the first chunk
H12 | A source that fails at its end hurts nobody. | stream > whose cancel() %s hurts nobody
H13 | A body that is taken is a clear error. | response > a Response read before | response > a Response being read
H14 | Chunks are strings and bytes of every kind. | stream > of %s are sent | response > a chunk that is an object
H15 | Empty chunks are none. | response > a page in empty chunks
H16 | Lengths are bytes. | wire-response > has its length in bytes
H17 | Iterables and Node's streams are bodies. | foreign-response > a Response of an async iterable is sent | foreign-response > a Response of a Readable of Node is sent
H18 | No header is needed to stream. | wire-response > in pieces needs no header that says so
H19 | Responses collect no listeners. | stream > no listener stays on a response, however slow it is
H20 | A connection that is reset leaves no error. | lifetime > a connection that is reset causes no error, whatever was being sent
H21 | The middleware's promise waits for the last byte. | response > an answer %s is complete when its promise is
H22 | A large answer arrives whole. | wire-response > of one large piece arrives whole | response > a long page keeps every character
H23 | To nobody nothing is sent. | lifetime > a Response is dropped, and its body cancelled

# Hosts
I1 | Pages are no error handler. | contract > an error of the host skips the pages
I2 | What is for no page goes on as it came. | contract > a request without a page is passed on once, with its body
I3 | The host gets the very error. | contract > the error of %s is handed over as it is
I4 | Without a host there is an answer too. | middleware > is answered with 404.astro when there is no next() | middleware > of a server without next() are reported, and not shown to the client
I5 | The words of routers are left to them. | contract > next(%j) of the host leads to the pages | contract > a page that throws the word "route" does not skip to the next route
I6 | HEAD, OPTIONS and 405 are right in every host. | wire-method > of HEAD runs the handler of GET | wire-method > of OPTIONS is left to the host where no handler is for it | wire-method > without a handler is told which there are
I7 | Pages know what the host knows of a user. | beside-middleware > a page knows who has signed in by passport
I8 | Sessions are saved, also while a page streams. | beside-middleware > a value that a page stores in the session is there at the next request
I9 | Pages answer wherever an app puts them. | contract > pages answer in nested apps and routers, and below patterns
I10 | Also in Fastify, on both sides of its parsers. | contract > a page %s reads the body
I11 | Also through a response that is not what it was. | beside-middleware > compression and a slow reader stop a page until there is room
I12 | Also over HTTP/2. | response > over HTTP/2 a page is sent whole, without a warning about its status text
I13 | Also without any connection. | contract > a simulated request is answered | contract > a request without a socket is answered

# The Request
J1 | It is the platform's own. | native-request > is a Request of the platform
J2 | It makes others. | native-request > can be the model of another | native-request > can be the model of one for another URL | native-request > can be passed on to fetch() with its body
J3 | Globals stay. | native-request > works without changes to the globals
J4 | It can be cloned until it is read. | native-request > has a clone as long as nobody has read it
J5 | Its parts are the same each time. | native-request > has the same headers each time, which may be changed
J6 | Its URL too. | native-request > has the same URL before and after it is read
J7 | It can be printed. | native-request > can be printed, and read afterwards
J8 | Its bytes are its own. | native-request > has all of its bytes, the mark of their order too | native-request > keeps bytes that later requests cannot overwrite | native-request > has a Blob with its type
J9 | Other makes can be made of it. | native-request > can be the model of one of undici

# The Response
K1 | One of any make and realm is sent. | foreign-response > a Response of another realm, with headers of another make, is sent | foreign-response > a Response of the undici package is sent
K2 | With headers of any make. | response > from another realm is sent
K3 | What is none is a clear error. | foreign-response > a result that is not a Response is described, with its route
K4 | One for all requests is sent as long as it can be. | foreign-response > one Response with a body for all requests is sent once, then it is an error | foreign-response > one Response without a body can answer any number of requests
K5 | It is asked, not looked into. | foreign-response > a subclass of Response is asked, not looked into | foreign-response > a Response behind a Proxy is sent

# Other protocols
L1 | A request for another protocol is a request. | upgrade > is an ordinary request if the server does not support it, and the connection stays open
L2 | Sockets beside the pages are left alone. | upgrade > is left to the WebSocket server beside the pages
L3 | Handshakes leave nothing behind. | - No sockets of our own.

# Load
M1 | Requests leave no memory behind. | load > thousands of requests over keep-alive connections leak no memory
M2 | Clients that leave leave nothing open. | load > hundreds of clients that leave early leave nothing open
M3 | Slow readers cost what they must. | load > clients that do not read stop their pages, and memory stays where it is
M4 | Errors are told one by one. | load > many errors at once are each reported | load > no error is unhandled or makes Node print a warning
`

/** What a bridge must get right, in order. */
export const rows: readonly Row[] = TABLE.split('\n')
  .filter((line) => line !== '' && !line.startsWith('# '))
  .map(toRow)

function toRow(line: string): Row {
  const [id = '', sentence = '', ...cells] = line.split(' | ')
  const reason = cells.find((cell) => cell.startsWith('- '))?.slice(2)
  const tests = cells.filter((cell) => !cell.startsWith('- ')).map(toTest)
  return { id, sentence, tests, reason }
}

function toTest(cell: string): { file: string; title: string } {
  const [name = '', title = ''] = cell.split(' > ')
  const isOfBridge = !['middleware', 'netlify/lambda', 'node/node-access', 'streaming'].includes(
    name,
  )
  return { file: `__tests__/${isOfBridge ? 'bridge/' : ''}${name}.test.ts`, title }
}
