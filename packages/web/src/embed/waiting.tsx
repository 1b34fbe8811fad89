import { useStore } from 'zustand'
import { useT } from '../i18n'
import { signOnStore } from './sign-on'

/** Shown until the page around has signed its user on. It appears late, because most pages do so at once. */
export const Waiting = ({ framed }: { readonly framed: boolean }) => {
  const t = useT()
  const refused = useStore(signOnStore, (state) => state.refused)
  return (
    <main className="appear-late grid h-dvh place-items-center bg-chat-bg p-24" data-testid="embed-waiting">
      <p role="status" className="max-w-320 text-center text-ui font-400 text-pretty text-text-2">
        {t(refused ? 'accountDisabledBody' : framed ? 'embedWaiting' : 'embedAlone')}
      </p>
    </main>
  )
}
