import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { loadLaterCatalog, startLanguage } from '../i18n'
import '../styles/main.css'
import { loadWithRetry } from '../lib/load-with-retry'
import { startAppearance } from '../theme/appearance'
import { hostMessage } from './host-message'
import { HostPage } from './host-page'
import { showLook, startLook } from './look'
import { signOn, signOnStore } from './sign-on'
import { Waiting } from './waiting'

const root = document.getElementById('root')
if (!root) throw new Error('embed.html lacks #root')

const loadSignedOn = () => loadWithRetry(() => import('./signed-on'))

const framed = parent !== window
const origins = document.querySelector<HTMLMetaElement>('meta[name=origins]')?.content.split(' ') ?? []
const host = new HostPage({
  post: (message) => parent.postMessage(message, '*'),
  later: (run, ms) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
})

const signOut = async () => {
  if (signOnStore.getState().signedOn) await (await loadSignedOn()).signOut()
}

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
  const signedOn = framed ? signOn(host) : new Promise<void>(() => undefined)
  void texts.then(() => {
    if (!signOnStore.getState().signedOn) shown.render(<Waiting framed={framed} />)
  })
  await Promise.all([texts, signedOn])
  if (!signOnStore.getState().signedOn) return
  const { SignedOn, start } = await loadSignedOn()
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
