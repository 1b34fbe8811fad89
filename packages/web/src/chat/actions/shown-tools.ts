import type { MessageId } from '@parley/protocol'

/** The messages under the mouse pointer and with the keyboard focus. */
export interface ToolsState {
  readonly hovered?: MessageId | undefined
  readonly focused?: MessageId | undefined
  readonly latest: 'hovered' | 'focused'
}

/** The one message that shows its tools: the one of the last used device. */
export const toolsOf = ({ hovered, focused, latest }: ToolsState): MessageId | undefined =>
  latest === 'focused' ? (focused ?? hovered) : (hovered ?? focused)
