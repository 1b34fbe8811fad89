import { createStore } from 'zustand/vanilla'
import { client } from './client'
import { recall, remember } from './remembered'

/**
 * Whether this browser has a session, as far as it remembers. The cookie itself cannot be read; with the mark the page
 * knows at once whether to show the chats or to ask for a sign-in.
 */
export const sessionStore = createStore<{ readonly signedIn: boolean }>(() => ({
  signedIn: recall('signedIn') !== undefined,
}))

/** Another tab signed in or out: this one follows, with a page that holds nothing of before. */
export const followOtherTabs = (): void => {
  window.addEventListener('storage', (event) => event.key?.endsWith('.signedIn') && location.reload())
}

/** Starts the client if there is a session to go on with. */
export const resumeSession = (): void => {
  if (sessionStore.getState().signedIn) void client.start()
}

/** After a sign-in over HTTP set the cookie. */
export const sessionBegan = (): void => {
  remember('signedIn', 'yes')
  if (client.state.get().connection.phase === 'idle') {
    void client.start()
    sessionStore.setState({ signedIn: true })
  } else {
    // A client that has ended once starts afresh with the page: nothing of the former session stays in memory.
    location.reload()
  }
}

/** A reset link signed this browser in, and ended the session that it may have had: everything starts afresh. */
export const sessionReplaced = (): void => {
  remember('signedIn', 'yes')
  location.assign('/')
}

/** The session is over, and there is nothing here to show without it. */
export const sessionEnded = (): void => {
  remember('signedIn', undefined)
  sessionStore.setState({ signedIn: false })
}

/** Ends the session everywhere, removes what this device holds, and starts the page afresh. */
export const signOut = async (): Promise<void> => {
  remember('signedIn', undefined)
  await client.logout()
  location.assign('/')
}
