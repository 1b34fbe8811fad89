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
