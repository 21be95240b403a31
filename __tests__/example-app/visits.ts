/** The type of every page. */
export const HTML = 'text/html; charset=utf-8'
const JSON_TYPE = 'application/json'

/** One GET request, named by the complaint it prevents. The page answers 200 and HTML unless told. */
export interface Visit {
  complaint: string
  path: string
  status?: number
  type?: string
  shows?: string[]
  hides?: string[]
  /** Texts that follow each other in this order. */
  order?: string[]
}

const PRODUCTS = [
  'Tide mug',
  'Harbour teapot',
  'Oyster espresso cup',
  'Heron carafe',
  'Sedge breakfast bowl',
  'Low tide plate',
  'Gull butter dish',
  'Salt &amp; pepper pinch pots',
  'Reed vase',
  'Estuary planter',
  'Beacon candle holder',
  'Creek watering jug',
]

/** What a visitor may rely on. */
export const visits: Visit[] = [
  { complaint: 'the front page leaves no product out', path: '/', shows: PRODUCTS },
  {
    complaint: 'the front page is a whole HTML document',
    path: '/',
    shows: ['<!DOCTYPE html>', '<html lang="en"', '<title>Stoneware for every day', '</html>'],
  },
  {
    complaint: 'a category shows its own products and no others',
    path: '/?category=Tea+%26+coffee',
    shows: ['Tide mug', 'Heron carafe'],
    hides: ['Reed vase', 'Low tide plate'],
  },
  {
    complaint: 'the search looks into descriptions, whatever the case',
    path: '/?q=PORRIDGE',
    shows: ['Sedge breakfast bowl', '1 found for “PORRIDGE”'],
    hides: ['Tide mug'],
  },
  {
    complaint: 'a search without a result says so',
    path: '/?q=bicycle',
    shows: ['Nothing like that on the shelves'],
    hides: ['Tide mug'],
  },
  {
    complaint: 'a search text cannot smuggle markup into the page',
    path: '/?q=%3Cscript%3Ealert(1)%3C/script%3E%22onfocus=%22x',
    shows: ['&lt;script&gt;alert(1)'],
    hides: ['“<script>', '"onfocus'],
  },
  {
    complaint: 'a search text cannot change the SQL',
    path: "/?q='%20OR%201=1%20--",
    shows: ['Nothing like that on the shelves'],
  },
  {
    complaint: 'a product has a page with its name, price and title',
    path: '/products/1',
    shows: ['<h1', 'Tide mug', '€24.00', '<title>Tide mug · Saltmarsh Pottery</title>'],
  },
  {
    complaint: "what a page puts into the layout's head slot is in the head",
    path: '/products/8',
    shows: ['content="Salt &amp; pepper pinch pots"'],
  },
  {
    complaint: 'a product that is gone is a 404',
    path: '/products/999',
    status: 404,
    type: HTML,
    shows: ['>/products/999</code>', 'Nothing on our shelves has that address'],
  },
  {
    complaint: 'the sign-in page explains the demo and no failure',
    path: '/login',
    shows: ['correct horse', 'action="/login"'],
    hides: ['That did not match'],
  },
  {
    complaint: 'the page for an account explains no mistake',
    path: '/sign-up',
    shows: ['Open an account', 'action="/sign-up"', 'autocomplete="new-password"'],
    hides: ['class="mistake', 'aria-invalid', 'role="status"'],
  },
  {
    complaint: 'the delivery page shows what the carrier says now',
    path: '/delivery',
    shows: ['United Kingdom', '2–3', '€8.90', new Date().toISOString().slice(0, 10)],
    hides: ['does not answer'],
  },
  {
    complaint: 'the API gives a product as JSON',
    path: '/api/products/1',
    type: JSON_TYPE,
    shows: ['"name":"Tide mug"', '"price":2400'],
  },
  {
    complaint: 'the API says in JSON that there is no such product',
    path: '/api/products/999',
    status: 404,
    type: JSON_TYPE,
    shows: ['{"error":"No such product"}'],
  },
  {
    complaint: 'the API lists the products',
    path: '/api/products',
    type: JSON_TYPE,
    shows: ['Tide mug', 'Creek watering jug'],
  },
  {
    complaint: "the server's own JSON route still answers",
    path: '/api/stock',
    type: 'application/json; charset=utf-8',
    shows: ['{"id":7,"name":"Gull butter dish","stock":0}'],
  },
  {
    complaint: 'an unknown address gets the 404 page',
    path: '/nowhere?a=%3Cb%3E',
    status: 404,
    type: HTML,
    shows: ['<title>Page not found', '>/nowhere</code>'],
  },
  {
    complaint: 'a cart that is empty says so',
    path: '/cart',
    shows: ['Nothing in it yet'],
  },
  {
    complaint: 'the advice on care is for everybody',
    path: '/care',
    shows: ['<h2 id="in-the-dishwasher">In the dishwasher</h2>', '>Delivery</a>'],
    hides: ['Sign in', 'href="/cart"'],
  },
  {
    complaint: 'the journal lists its entries, the newest first',
    path: '/journal',
    shows: [
      'href="/journal/what-we-do-with-seconds"',
      'datetime="2026-09-04"',
      '>4 September 2026<',
    ],
    order: ['What we do with seconds', 'A firing takes three days', 'The colour of low tide'],
  },
  {
    complaint: 'an entry of the journal shows the pots that it is about, at the price of today',
    path: '/journal/the-colour-of-low-tide',
    shows: ['<h2 id="what-is-in-it">', '<em>eleven</em>', 'Tide mug', '€24.00', 'Harbour teapot'],
  },
  {
    complaint: 'an entry of the journal without pots has no shelf',
    path: '/journal/a-firing-takes-three-days',
    shows: ['<strong>Loading</strong>', 'id="user-content-fn-1"'],
    hides: ['On the shelf'],
  },
  {
    complaint: 'an entry that the journal does not have is a 404',
    path: '/journal/nothing',
    status: 404,
    type: HTML,
    shows: ['<title>Page not found'],
  },
  {
    complaint: 'the favicon is there',
    path: '/favicon.svg',
    type: 'image/svg+xml',
    shows: ['<svg'],
  },
]
