/** The text that a message's author wrote: its text, the caption of its files, or the name and address of a place. Empty for other messages. */
export const writtenIn = (body: {
  readonly type: string
  readonly text?: string | undefined
  readonly caption?: string | undefined
  readonly name?: string | undefined
  readonly address?: string | undefined
}): string => {
  if (body.type === 'location') return [body.name ?? '', body.address ?? ''].join('\n').trim()
  return (body.type === 'text' ? body.text : body.caption) ?? ''
}

/** A file of an album, or the id of one that is being sent. */
type Item = string | { readonly name: string }

/** All text of a message that people see: its author's text, and the names of its files once they are known. One line each. */
export const wordsIn = (
  body: Parameters<typeof writtenIn>[0] & { readonly items?: readonly Item[] | undefined },
): string => {
  const written = writtenIn(body)
  const ofItems = body.items?.flatMap((item) => (typeof item === 'string' ? [] : [item.name]))
  const names = ofItems ?? ('mediaId' in body ? [body.name ?? ''] : [])
  return names.length === 0 ? written : [written, ...names].join('\n').trim()
}
