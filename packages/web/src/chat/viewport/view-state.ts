import { localDay } from '../local-day'

/** What the controls over the history depend on. */
export interface ViewState {
  /** Within 80 px of the newest message: what is appended is followed. */
  readonly pinned: boolean
  /** A moment of the day on which the topmost visible row was written; undefined while a day separator itself stands there. */
  readonly topAt: number | undefined
  /** Somebody scrolls now, or did within 1.2 s. */
  readonly moving: boolean
  /** The first message that was unread at opening is above the view and was not seen yet. */
  readonly unreadAbove: boolean
  /** An own message was just sent out of sight, further down. */
  readonly sentAway: boolean
  /** A jump led here, and there is a way back. */
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

/** Whether the controls look the same: of the topmost row only its day is shown, and rows pass with every frame. */
export const sameView = (one: ViewState, other: ViewState): boolean =>
  one.pinned === other.pinned &&
  sameDay(one.topAt, other.topAt) &&
  one.moving === other.moving &&
  one.unreadAbove === other.unreadAbove &&
  one.sentAway === other.sentAway &&
  one.returns === other.returns
