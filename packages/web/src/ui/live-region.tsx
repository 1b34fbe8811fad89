interface LiveRegionProps {
  readonly text: string
  readonly 'data-testid'?: string
}

/** A line for screen readers only. They announce its changes. */
export const LiveRegion = ({ text, ...rest }: LiveRegionProps) => (
  <div className="sr-only" aria-live="polite" {...rest}>
    {text}
  </div>
)
