import { useState } from 'react'

export default function Counter({ start, label }) {
  const [count, setCount] = useState(start)
  return (
    <div className="counter">
      <p>{label}</p>
      <button type="button" onClick={() => setCount(count - 1)}>
        -
      </button>
      <output>{count}</output>
      <button type="button" onClick={() => setCount(count + 1)}>
        +
      </button>
    </div>
  )
}
