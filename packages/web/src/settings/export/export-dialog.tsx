import { asParleyError } from '@parley/sdk/error'
import { type FormEvent, useId, useState } from 'react'
import { useFormat, useT } from '../../i18n'
import { useClient } from '../../lib/client'
import { Button, Dialog } from '../../ui'
import { problemText } from '../../ui/problem'
import { OwnerField } from '../second-factor/owner-field'
import type { OwnExport } from './use-own-export'

const texts = {
  request: { title: 'exportRequest', body: 'exportRequestBody', act: 'exportRequest' },
  download: { title: 'exportDownload', body: 'exportDownloadBody', act: 'exportDownload' },
} as const

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
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const act = async () => {
    if (what === 'request') onRequested(await client.call('accounts.export', { password }))
    else saveFrom((await client.call('accounts.exportAddress', { password })).address)
    onClose()
  }
  const textOf = (thrown: unknown): string => {
    const { code, until } = asParleyError(thrown)
    if (code === 'bad_credentials') return t('oldPasswordWrong')
    if (code === 'export_too_soon' && until !== undefined) return t('exportNext', { when: format.dateTime(until) })
    return problemText(t, thrown)
  }
  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    if (password === '') return setProblem(t('fieldMissing'))
    setBusy(true)
    await act().catch((thrown: unknown) => setProblem(textOf(thrown)))
    setBusy(false)
  }
  const type = (value: string) => {
    setPassword(value)
    setProblem(undefined)
  }
  return { password, type, problem, busy, send }
}

/** Takes the password, and requests or downloads a copy of the user's data. */
export const ExportDialog = (props: ExportDialogProps) => {
  const { what, open, onClose } = props
  const t = useT()
  const id = useId()
  const { password, type, problem, busy, send } = useProof(props)
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
      <form id={id} noValidate onSubmit={(event) => void send(event)}>
        <OwnerField password={password} error={problem} onPassword={type} />
      </form>
    </Dialog>
  )
}
