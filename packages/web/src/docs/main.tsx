import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Router } from 'wouter'
import { loadDocsCatalog, loadLaterCatalog, startLanguage } from '../i18n'
import '../styles/docs.css'
import { startTheme } from '../theme/theme'
import { loadDocument } from './contract-document'
import { DocsApp } from './docs-app'
import { findCaller } from './known'

const root = document.getElementById('root')
if (!root) throw new Error('docs.html lacks #root')

startTheme()
void loadDocument()
void findCaller()
void startLanguage()
  .then(() => Promise.all([loadLaterCatalog(), loadDocsCatalog()]))
  .then(() =>
    createRoot(root).render(
      <StrictMode>
        <Router base="/docs">
          <DocsApp />
        </Router>
      </StrictMode>,
    ),
  )
