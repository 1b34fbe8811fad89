import { Mic } from 'lucide-react'
import { Suspense, useState } from 'react'
import { useT } from '../i18n'
import { idle } from '../lib/idle'
import { IconButton } from '../ui'
import { lazyPart } from '../ui/lazy-part'
import type { MicButtonProps } from './mic-button'

const pressed = Promise.withResolvers<void>()
const MicButton = lazyPart(async () => (await import('./mic-button')).MicButton, Promise.race([idle, pressed.promise]))

/**
 * The code for recording loads after the first screen, or when the user presses the button. It then starts to record as
 * soon as possible.
 */
export const LazyMicButton = (props: Omit<MicButtonProps, 'startsAtOnce'>) => {
  const t = useT()
  const [wanted, setWanted] = useState(false)
  const press = () => {
    pressed.resolve()
    setWanted(true)
  }
  const first = (
    <IconButton icon={Mic} label={t('recordVoice')} side="top" className={props.className} onClick={press} />
  )
  return (
    <Suspense fallback={first}>
      <MicButton {...props} startsAtOnce={wanted} />
    </Suspense>
  )
}
