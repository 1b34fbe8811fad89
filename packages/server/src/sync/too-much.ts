import { limits, type Message } from '@parley/protocol'

const textBytes = ({ body }: Message): number => (body.type === 'text' ? Buffer.byteLength(body.text) : 0)

/** Whether changed rows are too many, or their texts too long, for one delta (DL20). */
export const isTooMuch = (rows: {
  readonly messages: readonly Message[]
  readonly places: readonly unknown[]
  readonly reactions: readonly unknown[]
}): boolean =>
  rows.messages.length + rows.places.length + rows.reactions.length > limits.deltaRows ||
  rows.messages.reduce((bytes, message) => bytes + textBytes(message), 0) > limits.syncBytes
