import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app'
import { startLanguage } from './i18n'
import { followOtherTabs, resumeSession, sessionStore } from './session'
import './styles/main.css'
import { startAppearance } from './theme/appearance'
import { startTheme } from './theme/theme'
import { prefetch } from './ui/persistently'

const root = document.getElementById('root')
if (!root) throw new Error('index.html lacks #root')

startTheme()
startAppearance()
followOtherTabs()
resumeSession()
if (sessionStore.getState().signedIn) {
  // What will be shown next is fetched while the words and the local store are read.
  prefetch(() => import('./shell/shell'))
  if (location.pathname.startsWith('/c/')) prefetch(() => import('./chat'))
}
void startLanguage().then(() =>
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  ),
)
