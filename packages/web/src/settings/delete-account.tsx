import { UserRoundX } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import { PasswordField } from '../auth/password-field'
import { type T, useFormat, useT } from '../i18n'
import { useClient, useSelector } from '../lib/client'
import { signOut } from '../lib/session'
import { Button, Dialog } from '../ui'
import { problemText } from '../ui/problem'
import { passwordRefused } from './password-problem'
import { useFreshDialog } from './use-fresh-dialog'

const useForm = (t: T) => {
  const client = useClient()
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const close = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    if (password === '') return setProblem(t('fieldMissing'))
    setBusy(true)
    try {
      await client.call('accounts.close', { password })
    } catch (thrown) {
      setProblem(passwordRefused(t, thrown, problemText).text)
      setBusy(false)
      return
    }
    // Ends with a new page: the session is over, and this device keeps nothing.
    await signOut()
  }
  const type = (value: string) => {
    setPassword(value)
    setProblem(undefined)
  }
  return { password, type, problem, busy, close }
}

const DeleteDialog = ({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) => {
  const t = useT()
  const format = useFormat()
  const id = useId()
  const form = useForm(t)
  const { username, restoreMs } = useSelector((state) => ({
    username: state.me?.username ?? '',
    restoreMs: state.restoreMs,
  }))
  const [openedAt] = useState(() => Date.now())
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('deleteAccountTitle')}
      footer={
        <>
          <Button kind="secondary" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button kind="danger" type="submit" form={id} busy={form.busy}>
            {t('deleteAccount')}
          </Button>
        </>
      }
    >
      <form id={id} noValidate onSubmit={(event) => void form.close(event)} className="flex flex-col gap-16">
        <ul className="m-0 flex list-disc flex-col gap-4 ps-20 text-ui font-400 text-text-2">
          <li>{t('deleteAccountEnds')}</li>
          <li>{t('deleteAccountUntil', { date: format.date(openedAt + restoreMs) })}</li>
          <li>{t('deleteAccountErased')}</li>
        </ul>
        {/* Tells password managers whose password it is. */}
        <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
        <PasswordField
          label={t('oldPassword')}
          autoComplete="current-password"
          value={form.password}
          error={form.problem}
          onChange={(event) => form.type(event.target.value)}
        />
      </form>
    </Dialog>
  )
}

/** Opens the dialog that closes the account, with fresh state each time. */
export const DeleteAccount = () => {
  const t = useT()
  const { open, opening, onOpen, onClose } = useFreshDialog()
  return (
    <>
      <Button kind="dangerOutline" className="w-full tablet:w-auto" onClick={onOpen}>
        <UserRoundX size={18} strokeWidth={1.75} aria-hidden />
        {t('deleteAccount')}
      </Button>
      {opening > 0 && <DeleteDialog key={opening} open={open} onClose={onClose} />}
    </>
  )
}
