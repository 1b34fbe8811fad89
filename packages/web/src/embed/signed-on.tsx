import { Router } from 'wouter'
import { useOwnLocation } from '../history/navigate'
import { Frame } from './frame'

export { signOut, start } from './session-acts'

/** The page for the user who is signed on. */
export const SignedOn = () => (
  <Router hook={useOwnLocation}>
    <Frame />
  </Router>
)
