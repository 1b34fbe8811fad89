import { Pencil } from 'lucide-react'
import type { RefObject } from 'react'
import { useT } from '../../i18n'
import { oneLine, useFormatting } from '../../markdown/shown-text'
import { usePaneNavigation } from '../pane-contexts'
import type { Editing } from '../viewport/chat-memory'
import { ComposerStrip } from './composer-strip'

interface EditStripProps {
  readonly editing: Editing
  readonly onCancel: () => void
  readonly field: RefObject<HTMLElement | null>
}

/** The strip that shows the message being edited. */
export const EditStrip = ({ editing, onCancel, field }: EditStripProps) => {
  const t = useT()
  const { jump } = usePaneNavigation()
  const { seq } = editing
  useFormatting()
  return (
    <ComposerStrip
      icon={Pencil}
      title={t('editingMessage')}
      text={oneLine(editing.was)}
      cancelLabel={t('cancelEdit')}
      onCancel={onCancel}
      field={field}
      onOpen={() => seq !== undefined && jump('', { seq })}
    />
  )
}
