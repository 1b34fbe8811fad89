import { createStore } from 'zustand/vanilla'
import { client } from './client'
import { recall, remember } from './remembered'
import { rememberInTab } from './remembered-in-tab'

/**
 * Whether this browser has a session, as far as it remembers. Scripts can't read the cookie itself. With this mark, the
 * page knows at once whether to show the chats or the sign-in form.
 */
export const sessionStore = createStore<{ readonly signedIn: boolean }>(() => ({
  signedIn: recall('signedIn') !== undefined,
}))

/** When another tab signs in or out, this one reloads, so that it keeps no earlier data. */
export const followOtherTabs = (): void => {
  window.addEventListener('storage', (event) => event.key?.endsWith('.signedIn') && location.reload())
}

/** Starts the client if there is a session to continue. */
export const resumeSession = (): void => {
  if (sessionStore.getState().signedIn) void client.start()
}

/** Call after a sign-in over HTTP has set the cookie. */
export const sessionBegan = (): void => {
  remember('signedIn', 'yes')
  if (client.state.get().connection.phase === 'idle') {
    void client.start()
    sessionStore.setState({ signedIn: true })
  } else {
    // A client that has ended restarts with the page, so that no data of the previous session stays in memory.
    location.reload()
  }
}

/**
 * A reset link or a provider has signed this browser in, and ended its earlier session if there was one. So the page restarts.
 * @param target a path of the client
 */
export const sessionReplaced = (target = '/'): void => {
  remember('signedIn', 'yes')
  location.replace(target)
}

/** The session has ended, and this page has nothing to show without it. */
export const sessionEnded = (): void => {
  remember('signedIn', undefined)
  rememberInTab('positions', undefined)
  sessionStore.setState({ signedIn: false })
}

/** Ends the session on the server, deletes this device's data, and restarts the page. */
export const signOut = async (): Promise<void> => {
  remember('signedIn', undefined)
  rememberInTab('positions', undefined)
  await client.logout()
  location.assign('/')
}
