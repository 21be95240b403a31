/**
 * @typedef {{ id: number, name: string, about: string, card?: string, days?: number }} Tool
 * @typedef {{ card: string, name: string }} Member
 * @typedef {ReturnType<typeof createLibrary>} Library
 */

const MEMBERS = [
  { card: '1815', name: 'Ada' },
  { card: '1906', name: 'Grace' },
]

/** Creates the tools and members of a library, in memory. */
function createLibrary() {
  /** @type {Tool[]} */
  const tools = [
    { id: 1, name: 'Drill & bits', about: 'For walls, wood and metal.' },
    { id: 2, name: 'Hedge trimmer', about: 'With a guard for small hands.' },
    { id: 3, name: 'Tile cutter', about: 'Up to 60 cm.', card: '1906', days: 3 },
    { id: 4, name: 'Wallpaper steamer', about: 'Fill it with <em>cold</em> water.' },
  ]
  return {
    /** @param {unknown} card */
    member: (card) => MEMBERS.find((member) => member.card === card),
    /** @param {string} words */
    find(words) {
      const wanted = words.trim().toLowerCase()
      return tools.filter(({ name }) => name.toLowerCase().includes(wanted))
    },
    /** @param {string} id */
    tool: (id) => tools.find((tool) => String(tool.id) === id),
    /** @param {Member} member */
    loansOf: ({ card }) => tools.filter((tool) => tool.card === card),
    /**
     * @param {Tool} tool
     * @param {Member} member
     * @param {number} days
     */
    lend(tool, { card }, days) {
      Object.assign(tool, { card, days })
    },
    /** @param {Tool} tool */
    takeBack(tool) {
      delete tool.card
      delete tool.days
    },
  }
}

module.exports = { createLibrary }
