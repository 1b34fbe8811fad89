import { asParleyError } from '@parley/sdk/error'
import { type FormEvent, useId, useState } from 'react'
import { useFormat, useT } from '../../i18n'
import { useClient } from '../../lib/client'
import { Button, Dialog } from '../../ui'
import { problemText } from '../../ui/problem'
import { OwnerField } from '../owner/owner-field'
import { useOwner } from '../owner/use-owner'
import type { OwnExport } from './use-own-export'

const texts = {
  request: { title: 'exportRequest', body: 'exportRequestBody', act: 'exportRequest' },
  download: { title: 'exportDownload', body: 'exportDownloadBody', act: 'exportDownload' },
} as const

/** The name under which the dialog opens again. */
export const exportDialog = (what: keyof typeof texts) => `export ${what}`

interface ExportDialogProps {
  readonly what: keyof typeof texts
  readonly open: boolean
  readonly onClose: () => void
  readonly onRequested: (state: OwnExport) => void
}

/** Leads the browser to a file, which it saves without leaving the page. */
const saveFrom = (address: string): void => {
  const link = document.createElement('a')
  link.href = address
  link.download = ''
  link.click()
}

const useProof = ({ what, onClose, onRequested }: ExportDialogProps) => {
  const t = useT()
  const format = useFormat()
  const client = useClient()
  const owner = useOwner(exportDialog(what))
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const act = async () => {
    const password = owner.given
    if (what === 'request') onRequested(await client.call('accounts.export', { password }))
    else saveFrom((await client.call('accounts.exportAddress', { password })).address)
    onClose()
  }
  const textOf = (thrown: unknown): string => {
    const { code, until } = asParleyError(thrown)
    if (code === 'export_too_soon' && until !== undefined) return t('exportNext', { when: format.dateTime(until) })
    return owner.refused(thrown) ?? problemText(t, thrown)
  }
  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    if (owner.missing !== undefined) return setProblem(owner.missing)
    setBusy(true)
    await act().catch((thrown: unknown) => setProblem(textOf(thrown)))
    setBusy(false)
  }
  return { owner, type: () => setProblem(undefined), problem, busy, send }
}

/** Takes the password, and requests or downloads a copy of the user's data. */
export const ExportDialog = (props: ExportDialogProps) => {
  const { what, open, onClose } = props
  const t = useT()
  const id = useId()
  const { owner, type, problem, busy, send } = useProof(props)
  const { title, body, act } = texts[what]
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t(title)}
      description={t(body)}
      footer={
        <>
          <Button kind="secondary" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" form={id} busy={busy}>
            {t(act)}
          </Button>
        </>
      }
    >
      <form id={id} noValidate onSubmit={(event) => void send(event)} className="flex flex-col gap-16">
        <OwnerField owner={owner} error={problem} onType={type} />
      </form>
    </Dialog>
  )
}
