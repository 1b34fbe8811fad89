import { sessionBegan } from '../lib/session'
import { returnPathIn } from './return-path'
import { holdTicket } from './waiting-request'

/** Call after a sign-in over HTTP has set the cookie. Opens the chats, or the page that led to the sign-in. */
export const signedIn = (): void => {
  const back = returnPathIn(location.search)
  // A request that this browser sent was approved, or no longer matters.
  holdTicket(undefined)
  sessionBegan()
  if (back !== undefined) location.assign(back)
}
