/** What the predicate needs of a keyboard event, React's or the DOM's. */
export interface KeyPress {
  readonly key: string
  readonly shiftKey: boolean
  readonly keyCode: number
  readonly isComposing: boolean
}

/**
 * Whether an input method is at work: its keys are never shortcuts. Safari ends the composition before the Enter that
 * confirms it and tells only by key code 229.
 */
export const isComposing = (event: Pick<KeyPress, 'isComposing' | 'keyCode'>): boolean =>
  event.isComposing || event.keyCode === 229

/** Whether this key sends the message. On touch screens Enter is a new line and the button sends. */
export const sendsOnEnter = (event: KeyPress, pointer: 'fine' | 'coarse'): boolean =>
  event.key === 'Enter' && !event.shiftKey && !isComposing(event) && pointer === 'fine'
