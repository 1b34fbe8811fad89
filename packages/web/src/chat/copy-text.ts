/** One message of a selection: the text that is selected of it, with whose it is and when. */
export interface CopiedMessage {
  readonly name: string
  readonly time: string
  readonly text: string
}

/** The clipboard text of a selection over several messages: `Name, time` and the text, with an empty line between. */
export const copyText = (messages: readonly CopiedMessage[]): string =>
  messages.map(({ name, time, text }) => `${name}, ${time}\n${text.trim()}`).join('\n\n')
