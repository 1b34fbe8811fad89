import { limits } from '@parley/protocol/limits'
import { type FormEvent, useId, useState } from 'react'
import { useStore } from 'zustand'
import { PasswordField } from '../auth/password-field'
import { StrengthMeter, usePasswordStrength } from '../auth/strength-meter'
import { type T, useT } from '../i18n'
import { useClient, useSelector } from '../lib/client'
import { Button, Dialog, toast } from '../ui'
import { problemText } from '../ui/problem'
import { SwitchRow } from '../ui/switch-row'
import { OwnerField } from './owner/owner-field'
import { ownerStore } from './owner/owner-store'
import { useOwner, useReturned } from './owner/use-owner'
import { type PasswordProblem, passwordMissing, passwordRefused } from './password-problem'
import { useFreshDialog } from './use-fresh-dialog'

const useForm = (t: T, onDone: () => void) => {
  const client = useClient()
  const owner = useOwner('password')
  const [newPassword, setNewPassword] = useState('')
  const [endOthers, setEndOthers] = useState(true)
  const [problem, setProblem] = useState<PasswordProblem>()
  const [busy, setBusy] = useState(false)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (owner.missing !== undefined) return setProblem({ field: 'password', text: owner.missing })
    const missing = passwordMissing(t, { password: owner.given, newPassword })
    if (missing) return setProblem(missing)
    setBusy(true)
    try {
      await client.call('accounts.changePassword', { password: owner.given, newPassword, endOthers })
      toast(t('passwordChanged'))
      ownerStore.getState().reload()
      onDone()
    } catch (thrown) {
      const text = owner.refused(thrown)
      setProblem(text === undefined ? passwordRefused(t, thrown, problemText) : { field: 'password', text })
    }
    setBusy(false)
  }
  return {
    owner,
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
  const { owner, newPassword, setNewPassword, endOthers, setEndOthers, problem, setProblem, save } = form
  const strength = usePasswordStrength(newPassword, username)
  const errorOf = (field: PasswordProblem['field']) => (problem?.field === field ? problem.text : undefined)
  const typed = (set: (value: string) => void) => (value: string) => {
    set(value)
    setProblem(undefined)
  }
  return (
    <form id={id} noValidate onSubmit={(event) => void save(event)} className="flex flex-col gap-16">
      <OwnerField owner={owner} error={errorOf('password')} onType={() => setProblem(undefined)} />
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
  const isFirst = form.owner.ways?.password === false
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t(isFirst ? 'firstPassword' : 'changePassword')}
      description={isFirst ? t('firstPasswordBody') : undefined}
      footer={
        <>
          <Button kind="secondary" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" form={id} busy={form.busy}>
            {t(isFirst ? 'firstPassword' : 'changePassword')}
          </Button>
        </>
      }
    >
      <Form id={id} form={form} />
    </Dialog>
  )
}

/** Opens the form, with fresh state each time. Servers without passwords don’t show it. */
export const ChangePassword = () => {
  const t = useT()
  const { open, opening, onOpen, onClose } = useFreshDialog()
  const ways = useStore(ownerStore, (state) => state.ways)
  useReturned('password', onOpen)
  if (ways && !ways.password && !ways.canSetPassword) return null
  return (
    <>
      <Button kind="secondary" className="w-full tablet:w-auto" onClick={onOpen}>
        {t(ways?.password === false ? 'firstPassword' : 'changePassword')}
      </Button>
      {opening > 0 && <PasswordDialog key={opening} open={open} onClose={onClose} />}
    </>
  )
}
