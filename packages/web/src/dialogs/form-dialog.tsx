import { type FormEvent, type ReactNode, useId } from 'react'
import { useT } from '../i18n'
import { Button, Dialog } from '../ui'
import type { DialogProps } from '../ui/dialog'
import { closeDialog } from './dialog-store'

interface FormDialogProps extends Pick<DialogProps, 'open' | 'title' | 'description' | 'width'> {
  /** The label of the submit button. The default is "Save". */
  readonly label?: string
  readonly busy: boolean
  readonly onSubmit: () => void
  readonly children: ReactNode
}

/** A dialog that is a form. Its button and Enter submit it. */
export const FormDialog = ({ label, busy, onSubmit, children, ...dialog }: FormDialogProps) => {
  const t = useT()
  const formId = useId()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!busy) onSubmit()
  }
  return (
    <Dialog
      {...dialog}
      onClose={closeDialog}
      footer={
        <>
          <Button kind="secondary" onClick={closeDialog}>
            {t('cancel')}
          </Button>
          <Button type="submit" form={formId} busy={busy}>
            {label ?? t('save')}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate className="flex flex-col gap-16" onSubmit={submit}>
        {children}
      </form>
    </Dialog>
  )
}
