import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app'
import { startLanguage } from './i18n'
import { followOtherTabs, resumeSession, sessionStore } from './session'
import './styles/main.css'
import { startTheme } from './theme/theme'

const root = document.getElementById('root')
if (!root) throw new Error('index.html lacks #root')

startTheme()
followOtherTabs()
resumeSession()
if (sessionStore.getState().signedIn) {
  // What will be shown next is fetched while the words and the local store are read.
  void import('./shell/shell')
  if (location.pathname.startsWith('/c/')) void import('./chat')
}
void startLanguage().then(() =>
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  ),
)
