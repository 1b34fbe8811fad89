import { sessionBegan } from '../lib/session'
import { returnPathIn } from './return-path'

/** Call after a sign-in over HTTP has set the cookie. Opens the chats, or the page that led to the sign-in. */
export const signedIn = (): void => {
  const back = returnPathIn(location.search)
  sessionBegan()
  if (back !== undefined) location.assign(back)
}
