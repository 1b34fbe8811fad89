import { Suspense, useEffect, useState } from 'react'
import { useT } from '../i18n'
import { whenIdle } from '../lib/idle'
import { Button } from '../ui'
import { lazyPart } from '../ui/lazy-part'

const PasskeyDoor = lazyPart(async () => (await import('./passkeys/passkey-door')).PasskeyDoor)

/** Signs in with a passkey. The code for it loads on a click, or when the page is idle. */
export const PasskeyButton = () => {
  const t = useT()
  const [asked, setAsked] = useState(0)
  const [busy, setBusy] = useState(false)
  const [isIdle, setIdle] = useState(false)
  useEffect(() => void whenIdle(() => setIdle(true)), [])
  const ask = () => {
    setBusy(true)
    setAsked(asked + 1)
  }
  return (
    <div className="mt-12 flex flex-col gap-12">
      <Button kind="secondary" size="large" busy={busy} onClick={ask}>
        {t('signInWithPasskey')}
      </Button>
      {(isIdle || asked > 0) && (
        <Suspense fallback={null}>
          <PasskeyDoor asked={asked} onBusy={setBusy} />
        </Suspense>
      )}
    </div>
  )
}
