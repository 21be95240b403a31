import { useState } from 'preact/hooks'
import { formatPrice } from '../price.ts'
import './Quantity.css'

interface Props {
  /** Of one piece, in euro cents. */
  price: number
  /** The most that a customer may choose. */
  most: number
}

/**
 * The field of a form that asks for a number of pieces. Without JavaScript it is an ordinary field;
 * with it, it also shows what they cost together.
 */
export default function Quantity({ price, most }: Props) {
  const [text, setText] = useState('1')
  const count = Number(text)
  const isValid = Number.isInteger(count) && count >= 1 && count <= most
  return (
    <div class="quantity">
      <label>
        Pieces
        <input
          type="number"
          name="quantity"
          min={1}
          max={most}
          required
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <output aria-live="polite">
        {isValid && count > 1 && `${formatPrice(price * count)} together`}
      </output>
    </div>
  )
}
