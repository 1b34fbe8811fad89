import { outgoingText } from './outgoing-text'

/** One message of a selection: its selected text, sender and time. */
export interface CopiedMessage {
  readonly name: string
  readonly time: string
  readonly text: string
}

/** The clipboard text of a selection over several messages: `Name, time` and the text, separated by empty lines. */
export const copyText = (messages: readonly CopiedMessage[]): string =>
  messages.map(({ name, time, text }) => `${name}, ${time}\n${outgoingText(text)}`).join('\n\n')
