import { httpCaller } from '@parley/sdk/http'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { loadLaterCatalog, startLanguage } from '../i18n'
import '../styles/main.css'
import { loadWithRetry } from '../lib/load-with-retry'
import { startAppearance } from '../theme/appearance'
import { hostMessage } from './host-message'
import { HostPage } from './host-page'
import { showLook, startLook } from './look'
import { SignOn, signOnStore } from './sign-on'
import { Waiting } from './waiting'

const root = document.getElementById('root')
if (!root) throw new Error('embed.html lacks #root')

const loadSignedOn = () => loadWithRetry(() => import('./signed-on'))

const framed = parent !== window
const origins = document.querySelector<HTMLMetaElement>('meta[name=origins]')?.content.split(' ') ?? []
const host = new HostPage({
  post: (message) => parent.postMessage(message, '*'),
  newId: () => crypto.getRandomValues(new Uint32Array(4)).join('-'),
  later: (run, ms) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
})

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** How long a failed attempt to sign on is followed by the next. */
const againMs = 2_000
/** How long the page waits for what it does before it starts again. */
const leavingMs = 4_000

const signOn = new SignOn({
  host,
  caller: (token) => httpCaller({ url: location.origin, credentials: 'omit', ...(token && { token }) }),
  pause: () => pause(againMs),
  startAgain: () => void startAgain(deleteData()),
})

/** Deletes the data of the user who is signed on from this browser. */
const deleteData = async () => {
  if (signOnStore.getState().signedOn) await (await loadSignedOn()).signOut()
}

const startAgain = async (done: Promise<unknown>) => {
  await Promise.race([done.catch(() => undefined), pause(leavingMs)])
  location.reload()
}

/** Ends the session in every state, also while it begins. */
const signOut = () => startAgain(Promise.all([signOn.end(), deleteData()]))

const listen = () =>
  addEventListener('message', (event) => {
    const message = hostMessage(event, { origins, parent })
    if (message === undefined) return
    if (message.type === 'parley:look') showLook(message.look)
    else if (message.type === 'parley:signOut') void signOut()
    else host.received(message)
  })

const run = async () => {
  const shown = createRoot(root)
  const texts = startLanguage().then(loadLaterCatalog)
  const signedOn = framed ? signOn.run() : new Promise<void>(() => undefined)
  void texts.then(() => {
    if (!signOnStore.getState().signedOn) shown.render(<Waiting framed={framed} />)
  })
  await Promise.all([texts, signedOn])
  if (!signOnStore.getState().signedOn) return
  const { SignedOn, start } = await loadSignedOn()
  if (signOn.isOver) return
  start()
  shown.render(
    <StrictMode>
      <SignedOn />
    </StrictMode>,
  )
}

startLook()
startAppearance()
if (framed) listen()
void run()
