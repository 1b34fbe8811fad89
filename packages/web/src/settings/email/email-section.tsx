import { useState } from 'react'
import { useT } from '../../i18n'
import { useSelector } from '../../lib/client'
import { Button, Skeleton } from '../../ui'
import { problemText } from '../../ui/problem'
import { useReturned } from '../owner/use-owner'
import { SettingsSection } from '../settings-section'
import { AddressDialog } from './address-dialog'
import { PendingAddress } from './pending-address'
import { RemoveDialog } from './remove-dialog'
import { type OwnEmail, useOwnEmail } from './use-own-email'

/** The dialog over the section, and the number of its opening: each opening starts with empty fields. */
interface Opened {
  readonly what: 'address' | 'remove' | 'none'
  readonly count: number
}

interface AddressProps {
  readonly own: OwnEmail
  readonly onOwn: (own: OwnEmail) => void
}

const Address = ({ own, onOwn }: AddressProps) => {
  const t = useT()
  const [opened, setOpened] = useState<Opened>({ what: 'none', count: 0 })
  const [begun, setBegun] = useState('')
  const close = () => setOpened({ ...opened, what: 'none' })
  const open = (what: Opened['what'], email = '') => {
    setBegun(email)
    setOpened({ what, count: opened.count + 1 })
  }
  useReturned('email', (text) => open('address', text))
  useReturned('removeEmail', () => open('remove'))
  const { email, pending } = own
  return (
    <div className="flex flex-col gap-16">
      {email !== undefined && (
        <p className="break-all text-ui text-text" dir="ltr" data-testid="own-email">
          {email}
        </p>
      )}
      {pending && (
        <PendingAddress
          key={pending.expiresAt}
          pending={pending}
          onOwn={onOwn}
          onAgain={() => open('address', pending.email)}
        />
      )}
      <div className="flex flex-wrap gap-8">
        <Button kind="secondary" className="w-full tablet:w-auto" onClick={() => open('address')}>
          {t(email === undefined ? (pending ? 'emailOther' : 'emailAdd') : 'emailChange')}
        </Button>
        {email !== undefined && (
          <Button kind="dangerOutline" className="w-full tablet:w-auto" onClick={() => open('remove')}>
            {t('emailRemove')}
          </Button>
        )}
      </div>
      {opened.count > 0 && (
        <>
          <AddressDialog
            key={`address ${opened.count}`}
            open={opened.what === 'address'}
            begun={begun}
            onClose={close}
            onOwn={onOwn}
          />
          <RemoveDialog
            key={`remove ${opened.count}`}
            open={opened.what === 'remove'}
            email={email ?? ''}
            onClose={close}
            onOwn={onOwn}
          />
        </>
      )}
    </div>
  )
}

/** The e-mail address of the account: it signs in, and gets the code for a forgotten password. */
export const EmailSection = () => {
  const t = useT()
  const { own, setOwn, failure, retry } = useOwnEmail()
  const admin = useSelector((state) => state.me?.admin ?? false)
  return (
    <SettingsSection title={t('email')} body={t('emailBody')}>
      {own && !own.sendsMail && (
        <p role="note" className="mb-16 rounded-8 bg-warning-bg px-12 py-8 text-small text-warning-on-bg">
          {t(admin ? 'noMailAdmin' : 'noMail')}
        </p>
      )}
      {own && <Address own={own} onOwn={setOwn} />}
      {!own && failure === undefined && <Skeleton className="h-36 w-full" />}
      {!own && failure !== undefined && (
        <div className="flex flex-col items-start gap-8">
          <p className="text-small text-text-2">{problemText(t, failure)}</p>
          <Button kind="secondary" onClick={retry}>
            {t('retry')}
          </Button>
        </div>
      )}
    </SettingsSection>
  )
}
