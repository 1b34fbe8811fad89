const steps: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowDown: (at, last) => Math.min(at + 1, last),
  ArrowUp: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_at, last) => last,
}

interface ListKey {
  readonly key: string
  readonly altKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
}

/** The row of a list to which a key moves from row `at`. Undefined for other keys. */
export const rovingStep = (
  { key, altKey, ctrlKey, metaKey }: ListKey,
  { at, count }: { readonly at: number; readonly count: number },
): number | undefined => (altKey || ctrlKey || metaKey || count === 0 ? undefined : steps[key]?.(at, count - 1))
