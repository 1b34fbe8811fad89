import { useEffect, useRef } from 'react'

/** The newest value, for callbacks that are created once and run later. */
export const useNewest = <V>(value: V): { readonly current: V } => {
  const newest = useRef(value)
  useEffect(() => {
    newest.current = value
  }, [value])
  return newest
}
