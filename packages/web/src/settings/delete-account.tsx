import { UserRoundX } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import { type T, useFormat, useT } from '../i18n'
import { useClient, useSelector } from '../lib/client'
import { signOut } from '../lib/session'
import { Button, Dialog } from '../ui'
import { problemText } from '../ui/problem'
import { OwnerField } from './owner/owner-field'
import { useOwner, useReturned } from './owner/use-owner'
import { useFreshDialog } from './use-fresh-dialog'

const useForm = (t: T) => {
  const client = useClient()
  const owner = useOwner('close')
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const close = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    if (owner.missing !== undefined) return setProblem(owner.missing)
    setBusy(true)
    try {
      await client.call('accounts.close', { password: owner.given })
    } catch (thrown) {
      setProblem(owner.refused(thrown) ?? problemText(t, thrown))
      setBusy(false)
      return
    }
    // Ends with a new page: the session is over, and this device keeps nothing.
    await signOut()
  }
  return { owner, type: () => setProblem(undefined), problem, busy, close }
}

const DeleteDialog = ({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) => {
  const t = useT()
  const format = useFormat()
  const id = useId()
  const form = useForm(t)
  const restoreMs = useSelector((state) => state.restoreMs)
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
        <OwnerField owner={form.owner} error={form.problem} onType={form.type} />
      </form>
    </Dialog>
  )
}

/** Opens the dialog that closes the account, with fresh state each time. */
export const DeleteAccount = () => {
  const t = useT()
  const { open, opening, onOpen, onClose } = useFreshDialog()
  useReturned('close', onOpen)
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
