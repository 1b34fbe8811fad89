/** The text that a message's author wrote: its text, or the caption of its files. Empty for other messages. */
export const writtenIn = (body: {
  readonly type: string
  readonly text?: string | undefined
  readonly caption?: string | undefined
}): string => (body.type === 'text' ? body.text : body.caption) ?? ''
