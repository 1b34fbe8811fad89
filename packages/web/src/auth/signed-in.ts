import { sessionBegan } from '../session'
import { backIn } from './came-from'

/** After a sign-in over HTTP set the cookie: the chats, or the page from which one came to sign in. */
export const signedIn = (): void => {
  const back = backIn(location.search)
  sessionBegan()
  if (back !== undefined) location.assign(back)
}
