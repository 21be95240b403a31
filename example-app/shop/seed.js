/** The demo's customer; the login page shows these words as a hint. */
export const customer = {
  id: 1,
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  password: 'correct horse',
}

/** Orders of the demo's customer; a line is the id of a product and a quantity. */
export const orders = [
  {
    id: 1042,
    placed: '2026-08-03',
    status: 'Delivered',
    lines: [
      [1, 2],
      [6, 4],
    ],
  },
  { id: 1187, placed: '2026-10-19', status: 'Delivered', lines: [[10, 1]] },
  {
    id: 1260,
    placed: '2026-11-17',
    status: 'In the kiln',
    lines: [
      [2, 1],
      [3, 2],
    ],
  },
]

/**
 * The products; prices are in euro cents.
 *
 * @type {import('../src/types.ts').Product[]}
 */
export const products = [
  {
    id: 1,
    name: 'Tide mug',
    category: 'Tea & coffee',
    price: 2400,
    stock: 18,
    shape: 'mug',
    glaze: '#3f6f8c',
    description:
      'A mug for the long cup. The handle takes three fingers, the wall is thin at the lip and ' +
      'thicker where the hand goes round, and it holds 350 ml without a wobble.',
  },
  {
    id: 2,
    name: 'Harbour teapot',
    category: 'Tea & coffee',
    price: 8900,
    stock: 4,
    shape: 'teapot',
    glaze: '#2f5d50',
    description:
      'Four cups, a strainer pierced by hand, and a spout that stops when you stop. The cane ' +
      'handle stays cool and lifts off for washing.',
  },
  {
    id: 3,
    name: 'Oyster espresso cup',
    category: 'Tea & coffee',
    price: 1900,
    stock: 32,
    shape: 'espresso',
    glaze: '#b9a58d',
    description:
      'Small and heavy at the foot, so the coffee stays hot to the last mouthful. Comes with ' +
      'its saucer; both fit under every machine we could find.',
  },
  {
    id: 4,
    name: 'Heron carafe',
    category: 'Tea & coffee',
    price: 5400,
    stock: 7,
    shape: 'carafe',
    glaze: '#6f8794',
    description:
      'A litre of water for the bedside or the table. The neck is made to be held, and the ' +
      'stopper is turned from windfall ash.',
  },
  {
    id: 5,
    name: 'Sedge breakfast bowl',
    category: 'Table',
    price: 2800,
    stock: 21,
    shape: 'bowl',
    glaze: '#7f9150',
    description:
      'Deep enough for porridge with everything on it, wide enough for a proper salad. The ' +
      'unglazed foot is sanded smooth and will not scratch the table.',
  },
  {
    id: 6,
    name: 'Low tide plate',
    category: 'Table',
    price: 3200,
    stock: 26,
    shape: 'plate',
    glaze: '#dccdb4',
    description:
      'A dinner plate of 27 cm with three strokes of cobalt, painted freehand, so no two are ' +
      'quite alike. They stack, and they go in the dishwasher.',
  },
  {
    id: 7,
    name: 'Gull butter dish',
    category: 'Table',
    price: 4600,
    stock: 0,
    shape: 'butter',
    glaze: '#c3ccd0',
    description:
      'Keeps 250 g of butter soft and the cat out. The lid sits in a groove and lifts with ' +
      'one hand.',
  },
  {
    id: 8,
    name: 'Salt & pepper pinch pots',
    category: 'Table',
    price: 2200,
    stock: 15,
    shape: 'pinch',
    glaze: '#a8492c',
    description:
      'A pair of little pots beside the stove, just wide enough for thumb and two fingers, ' +
      'with a spoon of olive wood for guests.',
  },
  {
    id: 9,
    name: 'Reed vase',
    category: 'Home',
    price: 6400,
    stock: 5,
    shape: 'vase',
    glaze: '#54466b',
    description:
      'A narrow neck holds a few stems upright, so three reeds from a walk look like an ' +
      'arrangement. Glazed inside, it is watertight.',
  },
  {
    id: 10,
    name: 'Estuary planter',
    category: 'Home',
    price: 4800,
    stock: 9,
    shape: 'planter',
    glaze: '#bb6a40',
    description:
      'For herbs on the windowsill or a fern in the hall. With a drain hole, a saucer, and a ' +
      'rim you can carry it by.',
  },
  {
    id: 11,
    name: 'Beacon candle holder',
    category: 'Home',
    price: 2600,
    stock: 12,
    shape: 'candle',
    glaze: '#cf9432',
    description:
      'A chamber stick for walking down the corridor when the power is out. The dish catches ' +
      'the wax; the ring is for your finger.',
  },
  {
    id: 12,
    name: 'Creek watering jug',
    category: 'Home',
    price: 5800,
    stock: 3,
    shape: 'watering',
    glaze: '#42807f',
    description:
      'The long spout reaches the pot at the back of the shelf and pours a thread, not a ' +
      'flood. Holds 800 ml.',
  },
]
