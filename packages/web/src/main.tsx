import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Router } from 'wouter'
import { App } from './app'
import { startHistory, useOwnLocation } from './history/navigate'
import { startLanguage } from './i18n'
import { followOtherTabs, resumeSession, sessionStore } from './lib/session'
import './styles/main.css'
import { prefetch } from './lib/load-with-retry'
import { startAppearance } from './theme/appearance'
import { startTheme } from './theme/theme'

const root = document.getElementById('root')
if (!root) throw new Error('index.html lacks #root')

startTheme()
startHistory()
startAppearance()
followOtherTabs()
resumeSession()
if (sessionStore.getState().signedIn) {
  // Loads the code of the next screen in advance, while the texts and the local store are loading.
  prefetch(() => import('./shell/shell'))
  if (location.pathname.startsWith('/c/')) prefetch(() => import('./chat'))
}
void startLanguage().then(() =>
  createRoot(root).render(
    <StrictMode>
      <Router hook={useOwnLocation}>
        <App />
      </Router>
    </StrictMode>,
  ),
)
