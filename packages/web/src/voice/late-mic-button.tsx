import { Mic } from 'lucide-react'
import { Suspense, useState } from 'react'
import { useT } from '../i18n'
import { idle } from '../shell/idle'
import { IconButton } from '../ui'
import { late } from '../ui/late'
import type { MicButtonProps } from './mic-button'

const pressed = Promise.withResolvers<void>()
const MicButton = late(async () => (await import('./mic-button')).MicButton, Promise.race([idle, pressed.promise]))

/** The code of recording comes after the first look, or when somebody presses the button. Then it records as soon as it can. */
export const LateMicButton = (props: Omit<MicButtonProps, 'startsAtOnce'>) => {
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
