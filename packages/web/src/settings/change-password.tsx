import { limits } from '@parley/protocol/limits'
import { type FormEvent, useId, useState } from 'react'
import { PasswordField } from '../auth/password-field'
import { StrengthMeter, usePasswordStrength } from '../auth/strength-meter'
import { type T, useT } from '../i18n'
import { useClient, useSelector } from '../lib/client'
import { Button, Dialog, toast } from '../ui'
import { problemText } from '../ui/problem'
import { SwitchRow } from '../ui/switch-row'
import { type PasswordProblem, passwordMissing, passwordRefused } from './password-problem'
import { useFreshDialog } from './use-fresh-dialog'

const useForm = (t: T, onDone: () => void) => {
  const client = useClient()
  const [password, setPassword] = useState('')
  const [newPassword, setNewPassword] = useState('')
  const [endOthers, setEndOthers] = useState(true)
  const [problem, setProblem] = useState<PasswordProblem>()
  const [busy, setBusy] = useState(false)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    const missing = passwordMissing(t, { password, newPassword })
    if (missing) return setProblem(missing)
    setBusy(true)
    try {
      await client.call('accounts.changePassword', { password, newPassword, endOthers })
      toast(t('passwordChanged'))
      onDone()
    } catch (thrown) {
      setProblem(passwordRefused(t, thrown, problemText))
    }
    setBusy(false)
  }
  return {
    password,
    setPassword,
    newPassword,
    setNewPassword,
    endOthers,
    setEndOthers,
    problem,
    setProblem,
    busy,
    save,
  }
}

const Form = ({ id, form }: { readonly id: string; readonly form: ReturnType<typeof useForm> }) => {
  const t = useT()
  const username = useSelector((state) => state.me?.username ?? '')
  const { password, setPassword, newPassword, setNewPassword, endOthers, setEndOthers, problem, setProblem, save } =
    form
  const strength = usePasswordStrength(newPassword, username)
  const errorOf = (field: PasswordProblem['field']) => (problem?.field === field ? problem.text : undefined)
  const typed = (set: (value: string) => void) => (value: string) => {
    set(value)
    setProblem(undefined)
  }
  return (
    <form id={id} noValidate onSubmit={(event) => void save(event)} className="flex flex-col gap-16">
      {/* Tells password managers whose password it is. */}
      <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
      <PasswordField
        label={t('oldPassword')}
        autoComplete="current-password"
        value={password}
        error={errorOf('password')}
        onChange={(event) => typed(setPassword)(event.target.value)}
      />
      <PasswordField
        label={t('newPassword')}
        name="new-password"
        autoComplete="new-password"
        maxLength={limits.passwordMaxChars}
        value={newPassword}
        error={errorOf('newPassword')}
        below={<StrengthMeter strength={strength} brief={errorOf('newPassword') !== undefined} />}
        onChange={(event) => typed(setNewPassword)(event.target.value)}
      />
      <SwitchRow label={t('endOthersToo')} checked={endOthers} onChange={setEndOthers} />
    </form>
  )
}

const PasswordDialog = ({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) => {
  const t = useT()
  const id = useId()
  const form = useForm(t, onClose)
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('changePassword')}
      footer={
        <>
          <Button kind="secondary" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" form={id} busy={form.busy}>
            {t('changePassword')}
          </Button>
        </>
      }
    >
      <Form id={id} form={form} />
    </Dialog>
  )
}

/** Opens the form, with fresh state each time. */
export const ChangePassword = () => {
  const t = useT()
  const { open, opening, onOpen, onClose } = useFreshDialog()
  return (
    <>
      <Button kind="secondary" className="w-full tablet:w-auto" onClick={onOpen}>
        {t('changePassword')}
      </Button>
      {opening > 0 && <PasswordDialog key={opening} open={open} onClose={onClose} />}
    </>
  )
}
