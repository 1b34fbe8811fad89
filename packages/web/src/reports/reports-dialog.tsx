import type { ChatId } from '@parley/protocol'
import { closeDialog } from '../dialogs/dialog-store'
import type { ShellDialogProps } from '../dialogs/shell-dialog-props'
import { useT } from '../i18n'
import { Dialog } from '../ui'
import { ReportList } from './report-list'

/** The reports of messages in a group, for its owner and admins. */
export const ReportsDialog = ({ open, chatId }: ShellDialogProps & { readonly chatId: ChatId }) => {
  const t = useT()
  return (
    <Dialog open={open} onClose={closeDialog} title={t('reports')} description={t('groupReportsBody')} width={560}>
      <ReportList scope={chatId} />
    </Dialog>
  )
}
