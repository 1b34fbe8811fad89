import { Pencil } from 'lucide-react'
import type { RefObject } from 'react'
import { useT } from '../../i18n'
import { oneLine } from '../../list/one-line'
import { useRowSurroundings } from '../rows/row-context'
import type { Editing } from '../viewport/chat-memory'
import { ComposerStrip } from './composer-strip'

interface EditStripProps {
  readonly editing: Editing
  readonly onCancel: () => void
  readonly field: RefObject<HTMLElement | null>
}

/** Which message is being changed. */
export const EditStrip = ({ editing, onCancel, field }: EditStripProps) => {
  const t = useT()
  const { actions } = useRowSurroundings()
  return (
    <ComposerStrip
      icon={Pencil}
      title={t('editingMessage')}
      text={oneLine(editing.was)}
      cancelLabel={t('cancelEdit')}
      onCancel={onCancel}
      field={field}
      onOpen={() => actions.jump('', editing)}
    />
  )
}
