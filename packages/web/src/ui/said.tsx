import { useEffect, useRef } from 'react'

/** The newest value, for what is set up once and runs later. */
export const useNewest = <V,>(value: V): { readonly current: V } => {
  const newest = useRef(value)
  useEffect(() => {
    newest.current = value
  }, [value])
  return newest
}

interface SaidProps {
  readonly text: string
  readonly 'data-testid'?: string
}

/** A line that only screen readers have: what it says when it changes, they say. */
export const Said = ({ text, ...rest }: SaidProps) => (
  <div className="sr-only" aria-live="polite" {...rest}>
    {text}
  </div>
)
