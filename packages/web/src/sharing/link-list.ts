interface Coded {
  readonly code: string
}

/** The links with a new one, newest first. */
export const withLink = <Link extends Coded>(links: readonly Link[] | undefined, made: Link): readonly Link[] => [
  made,
  ...(links ?? []),
]

export const withoutLink = <Link extends Coded>(links: readonly Link[] | undefined, code: string): readonly Link[] =>
  (links ?? []).filter((link) => link.code !== code)
