import type { RefObject } from 'react'
import { useT } from '../../i18n'
import { OverlayMenu } from '../../ui/overlays'
import { type Attaching, attachEntries } from './attach-entries'
import { coarse } from './use-composer-keys'

export interface AttachMenuProps extends Attaching {
  readonly button: RefObject<HTMLButtonElement | null>
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
}

/** The menu of everything that can be sent besides text. */
export const AttachMenu = ({ button, open, onOpenChange, ...attaching }: AttachMenuProps) => {
  const t = useT()
  const entries = attachEntries.filter(({ touch }) => !touch || coarse())
  const items = entries.map(({ icon, label, keys, run }) => ({
    ...{ icon, label: t(label), onSelect: () => run(attaching) },
    ...(keys !== undefined && { shortcut: keys }),
  }))
  return (
    <OverlayMenu
      label={t('attach')}
      items={items}
      side="top"
      align="start"
      anchor={button}
      trigger={button}
      focusBack={button}
      open={open}
      onOpenChange={onOpenChange}
    />
  )
}
