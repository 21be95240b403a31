import type { ShapeName } from '../src/types.ts'

/** The paint of a stroke or an area; draw.ts has the colours. */
export type Paint =
  | 'brush'
  | 'clay'
  | 'coffee'
  | 'flame'
  | 'glaze'
  | 'inside'
  | 'leaf'
  | 'pepper'
  | 'salt'
  | 'stem'
  | 'wax'
  | 'wood'

/** An SVG path, filled with its paint, or stroked if it has a line width. */
export interface Layer {
  paint: Paint
  d: string
  line?: number
}

/** The sketch of a pot on a sheet of 240 x 240; the table is at 192. */
export interface Pot {
  /** Behind the body: handles, stems. */
  back?: Layer[]
  /** The silhouette. */
  body: string
  /** Below this height the clay stays unglazed. */
  foot: number
  /** In front of the body: openings, lids, contents. */
  front: Layer[]
  /** The pot has no highlight on its side. */
  flat?: boolean
  /** Half the width of the shadow on the table. */
  shadow: number
}

/** The drawing of each shape. */
export const pots: Record<ShapeName, Pot> = {
  mug: {
    back: [{ paint: 'glaze', line: 13, d: 'M158 108C204 100 206 168 154 162' }],
    body: 'M66 84C66 130 68 160 73 178Q77 192 90 192H136Q149 192 153 178C158 160 160 130 160 84Z',
    foot: 174,
    front: [{ paint: 'inside', d: ellipse(113, 84, 47, 10) }],
    shadow: 74,
  },
  teapot: {
    back: [
      { paint: 'wood', line: 8, d: 'M82 104C66 26 174 26 158 104' },
      { paint: 'glaze', d: 'M76 126C48 124 46 98 30 88L18 97C32 112 30 164 84 172Z' },
    ],
    body: 'M58 144C58 112 86 98 120 98C154 98 182 112 182 144C182 174 162 192 144 192H96C78 192 58 174 58 144Z',
    foot: 180,
    front: [
      { paint: 'inside', d: ellipse(120, 101, 35, 7) },
      { paint: 'glaze', d: 'M87 100C92 84 108 80 120 80C132 80 148 84 153 100Q120 110 87 100Z' },
      { paint: 'glaze', d: ellipse(120, 74, 9, 8) },
      { paint: 'clay', d: ellipse(82, 105, 6, 6) },
      { paint: 'clay', d: ellipse(158, 105, 6, 6) },
    ],
    shadow: 84,
  },
  espresso: {
    back: [
      { paint: 'glaze', line: 9, d: 'M150 126C182 120 180 162 144 158' },
      { paint: 'glaze', d: 'M48 180C52 190 76 197 120 197C164 197 188 190 192 180Z' },
      { paint: 'inside', d: ellipse(120, 180, 72, 9) },
      { paint: 'glaze', d: ellipse(120, 178, 70, 8) },
    ],
    body: 'M82 112C82 148 90 168 100 178Q120 184 140 178C150 168 158 148 158 112Z',
    foot: 172,
    front: [
      { paint: 'inside', d: ellipse(120, 112, 38, 9) },
      { paint: 'coffee', d: ellipse(120, 115, 32, 5.5) },
    ],
    shadow: 86,
  },
  carafe: {
    body: 'M102 62H138C138 88 134 98 148 114C162 130 168 146 167 164C166 182 156 192 144 192H96C84 192 74 182 73 164C72 146 78 130 92 114C106 98 102 88 102 62Z',
    foot: 178,
    front: [
      { paint: 'inside', d: ellipse(120, 62, 18, 5) },
      { paint: 'wood', d: 'M107 62L105 34Q120 26 135 34L133 62Q120 68 107 62Z' },
    ],
    shadow: 62,
  },
  bowl: {
    body: 'M46 116C48 156 78 182 98 186L100 194H140L142 186C162 182 192 156 194 116Z',
    foot: 176,
    front: [
      { paint: 'inside', d: ellipse(120, 116, 74, 16) },
      {
        paint: 'glaze',
        d: 'M56 122C80 132 160 132 184 122C176 128 150 132 120 132C90 132 64 128 56 122Z',
      },
    ],
    shadow: 66,
  },
  plate: {
    flat: true,
    body: ellipse(120, 114, 80, 80),
    foot: 240,
    front: [
      { paint: 'inside', line: 1.5, d: ellipse(120, 114, 58, 58) },
      { paint: 'brush', line: 5, d: 'M74 100C90 86 104 112 120 98S150 86 166 100' },
      { paint: 'brush', line: 5, d: 'M70 118C90 104 104 130 120 116S150 104 170 118' },
      { paint: 'brush', line: 5, d: 'M78 136C92 124 106 146 120 134S148 124 162 136' },
      { paint: 'wood', d: 'M72 186H168L176 197H64Z' },
    ],
    shadow: 66,
  },
  butter: {
    body: 'M60 178V150C60 126 76 116 96 116H144C164 116 180 126 180 150V178Z',
    foot: 240,
    front: [
      { paint: 'glaze', d: ellipse(120, 107, 12, 10) },
      { paint: 'clay', d: 'M38 176H202C200 190 192 196 178 196H62C48 196 40 190 38 176Z' },
      { paint: 'glaze', d: 'M36 173H204V181H36Z' },
    ],
    shadow: 92,
  },
  pinch: {
    flat: true,
    body: 'M34 146C34 176 50 192 66 192H84C100 192 116 176 116 146ZM124 146C124 176 140 192 156 192H174C190 192 206 176 206 146Z',
    foot: 180,
    front: [
      { paint: 'inside', d: ellipse(75, 146, 41, 10) },
      { paint: 'salt', d: 'M46 149C56 132 66 130 76 130C88 130 96 138 104 149Q75 158 46 149Z' },
      { paint: 'inside', d: ellipse(165, 146, 41, 10) },
      {
        paint: 'pepper',
        d: 'M136 149C146 136 154 134 164 134C176 134 186 140 194 149Q165 158 136 149Z',
      },
      { paint: 'wood', line: 7, d: 'M74 138L132 66' },
      { paint: 'wood', d: 'M132 74C124 66 130 48 142 46C152 48 152 64 142 72Z' },
    ],
    shadow: 94,
  },
  vase: {
    back: [
      { paint: 'stem', line: 3, d: 'M118 96C116 66 108 44 96 26' },
      { paint: 'stem', line: 3, d: 'M120 96C121 60 124 36 126 14' },
      { paint: 'stem', line: 3, d: 'M122 96C126 70 138 52 154 40' },
      { paint: 'wood', line: 9, d: 'M103 38L94 22' },
      { paint: 'wood', line: 9, d: 'M125 34L126 14' },
      { paint: 'wood', line: 9, d: 'M143 50L156 38' },
    ],
    body: 'M106 92H134C134 106 132 112 142 122C158 136 166 152 158 174Q152 192 138 192H102Q88 192 82 174C74 152 82 136 98 122C108 112 106 106 106 92Z',
    foot: 180,
    front: [
      { paint: 'inside', d: ellipse(120, 92, 14, 4) },
      { paint: 'stem', line: 3, d: 'M118 94V86M120 94V84M122 94V86' },
    ],
    shadow: 54,
  },
  planter: {
    back: [
      { paint: 'leaf', d: 'M120 124C98 104 92 66 118 30C136 66 138 104 120 124Z' },
      { paint: 'leaf', d: 'M114 122C84 112 58 92 50 54C86 60 112 84 114 122Z' },
      { paint: 'leaf', d: 'M126 122C156 112 182 92 190 54C154 60 128 84 126 122Z' },
      { paint: 'stem', d: 'M112 122C90 120 60 118 42 100C70 90 100 98 112 122Z' },
      { paint: 'stem', d: 'M128 122C150 120 180 118 198 100C170 90 140 98 128 122Z' },
      { paint: 'stem', line: 2, d: 'M120 122C116 96 114 70 118 44' },
    ],
    body: 'M66 116H174V132H168L158 186H82L72 132H66Z',
    foot: 240,
    front: [
      { paint: 'inside', d: 'M72 132H168L167 137H73Z' },
      { paint: 'glaze', d: 'M62 184H178C177 192 172 197 164 197H76C68 197 63 192 62 184Z' },
    ],
    shadow: 68,
  },
  candle: {
    back: [
      { paint: 'glaze', line: 9, d: 'M176 176C206 160 212 198 172 188' },
      { paint: 'wax', d: 'M106 158V78Q120 72 134 78V158Z' },
      { paint: 'wood', line: 2.5, d: 'M120 78V66' },
      { paint: 'flame', d: 'M120 28C132 46 134 54 129 63Q120 71 111 63C106 54 110 46 120 28Z' },
    ],
    body: 'M58 172C62 188 84 194 118 194C152 194 174 188 178 172Q160 166 140 166L138 138H102L100 166Q76 166 58 172Z',
    foot: 240,
    front: [{ paint: 'wax', d: 'M106 138V132H134V138Q131 150 128 140Q120 134 112 140Z' }],
    shadow: 76,
  },
  watering: {
    back: [
      { paint: 'glaze', line: 11, d: 'M150 96C206 84 212 172 158 172' },
      { paint: 'glaze', line: 9, d: 'M88 172C58 164 56 110 26 72' },
    ],
    body: 'M92 86H148C152 106 170 128 170 154C170 178 158 192 144 192H96C82 192 70 178 70 154C70 128 88 106 92 86Z',
    foot: 178,
    front: [
      { paint: 'inside', d: ellipse(120, 86, 28, 7) },
      { paint: 'inside', line: 2, d: 'M75 140Q120 152 165 140' },
      { paint: 'inside', line: 2, d: 'M72 148Q120 160 168 148' },
    ],
    shadow: 66,
  },
}

function ellipse(x: number, y: number, rx: number, ry: number): string {
  const half = `a${rx} ${ry} 0 1 0`
  return `M${x - rx} ${y}${half} ${2 * rx} 0${half} ${-2 * rx} 0Z`
}
