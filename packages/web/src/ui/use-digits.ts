import { limits } from '@parley/protocol/limits'
import { useRef, useState } from 'react'

/**
 * The state of a code that submits itself at its last digit.
 * @param onFull submits; it gets the code
 */
export const useDigits = (onFull: (code: string) => void) => {
  const [code, setCode] = useState('')
  const sent = useRef('')
  return {
    code,
    isFull: code.length === limits.secondFactorDigits,
    clear: () => {
      sent.current = ''
      setCode('')
    },
    onCode: (next: string) => {
      setCode(next)
      if (next.length < limits.secondFactorDigits) sent.current = ''
      else if (next !== sent.current) {
        sent.current = next
        onFull(next)
      }
    },
  }
}
