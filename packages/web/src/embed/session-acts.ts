import { startHistory } from '../history/navigate'
import { client } from '../lib/page-client'

/** Starts the client of the user who is signed on. */
export const start = (): void => {
  startHistory()
  void client.start()
}

/** Signs the user out: ends their session, and deletes their data from this browser. */
export const signOut = (): Promise<void> => client.logout()
