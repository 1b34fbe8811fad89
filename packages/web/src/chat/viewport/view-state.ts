import { localDay } from '../../lib/local-day'

/** The state that the controls over the history depend on. */
export interface ViewState {
  /** The view is within 80 px of the newest message, so it follows new messages. */
  readonly pinned: boolean
  /** A moment of the day of the topmost visible row. Undefined while that row is a day separator. */
  readonly topAt: number | undefined
  /** The user is scrolling, or did so within the last 1.2 s. */
  readonly moving: boolean
  /** The first message that was unread at opening is above the view and hasn't been seen. */
  readonly unreadAbove: boolean
  /** An own message was just sent below the view. */
  readonly sentAway: boolean
  /** After a jump, going back is possible. */
  readonly returns: boolean
}

export const initialView: ViewState = {
  pinned: true,
  topAt: undefined,
  moving: false,
  unreadAbove: false,
  sentAway: false,
  returns: false,
}

const sameDay = (one: number | undefined, other: number | undefined): boolean =>
  one === other || (one !== undefined && other !== undefined && localDay(one) === localDay(other))

/** Whether the controls look the same. They show only the day of the topmost row, while rows pass with every frame. */
export const sameView = (one: ViewState, other: ViewState): boolean =>
  one.pinned === other.pinned &&
  sameDay(one.topAt, other.topAt) &&
  one.moving === other.moving &&
  one.unreadAbove === other.unreadAbove &&
  one.sentAway === other.sentAway &&
  one.returns === other.returns
