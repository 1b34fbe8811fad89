import type { AdminUser } from '@parley/protocol'
import { KeyRound } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import { useClient, useSelector } from '../client'
import { useFormat, useT } from '../i18n'
import { PersonLine } from '../people/person-row'
import { orToast } from '../problem'
import { Button, Dialog, IconButton, TextField, toast } from '../ui'
import { lastAsked } from './last-asked'
import { type ShownPeople, withPeoplePage, withPerson } from './people-page'
import { ResetLinkDialog } from './reset-link-dialog'

const pauseMs = 250

/** The list of people, found by the beginning of a name, a page at a time. */
const usePeople = (query: string) => {
  const t = useT()
  const client = useClient()
  const [shown, setShown] = useState<ShownPeople>({ people: [], total: undefined, more: false })
  const [ask] = useState(lastAsked)
  const load = useCallback(
    async (after?: string) => {
      const params = { query, ...(after !== undefined && { after }) }
      const page = await ask(() => orToast(t, client.call('admin.users', params)))
      if (!page) return
      setShown((before) => withPeoplePage(before, page, after))
    },
    [client, t, query, ask],
  )
  useEffect(() => {
    const timer = setTimeout(() => void load(), pauseMs)
    return () => clearTimeout(timer)
  }, [load])
  const replace = (changed: AdminUser) => setShown((before) => withPerson(before, changed))
  return { ...shown, loadMore: () => void load(shown.people.at(-1)?.username), replace }
}

const Pill = ({ children, danger = false }: { readonly children: string; readonly danger?: boolean }) => (
  <span
    className={`rounded-6 px-8 py-2 text-meta font-500 ${danger ? 'bg-danger-bg text-danger-on-bg' : 'bg-selected text-accent'}`}
  >
    {children}
  </span>
)

interface PersonProps {
  readonly person: AdminUser
  readonly onDisable: () => void
  readonly onAllow: () => void
  readonly onReset: () => void
}

const Person = ({ person, onDisable, onAllow, onReset }: PersonProps) => {
  const t = useT()
  const format = useFormat()
  const own = useSelector((state) => state.me?.id === person.id)
  const disabled = person.disabledAt !== undefined
  const action = disabled ? (
    <Button kind="secondary" size="small" onClick={onAllow}>
      {t('allowPerson')}
    </Button>
  ) : (
    <Button kind="dangerOutline" size="small" onClick={onDisable}>
      {t('disablePerson')}
    </Button>
  )
  return (
    <li className="hairline-b">
      <PersonLine
        user={person}
        note={t('joinedOn', { date: format.date(person.createdAt) })}
        end={
          <span className="flex max-w-[60%] shrink-0 flex-wrap items-center justify-end gap-8 py-4">
            {person.admin && <Pill>{t('adminBadge')}</Pill>}
            {disabled && <Pill danger>{t('disabledBadge')}</Pill>}
            {!own && (
              <IconButton icon={KeyRound} label={t('resetPersonLabel', { name: person.name })} onClick={onReset} />
            )}
            {!own && action}
          </span>
        }
      />
    </li>
  )
}

interface DisableDialogProps {
  readonly person: AdminUser
  readonly open: boolean
  readonly onClose: () => void
  readonly onDisable: () => void
}

const DisableDialog = ({ person, open, onClose, onDisable }: DisableDialogProps) => {
  const t = useT()
  return (
    <Dialog
      alert
      open={open}
      onClose={onClose}
      title={t('disableTitle', { name: person.name })}
      description={t('disableBody')}
      footer={
        <>
          <Button kind="secondary" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button kind="danger" onClick={onDisable}>
            {t('disablePerson')}
          </Button>
        </>
      }
    >
      {null}
    </Dialog>
  )
}

/** What an administrator is asked about; it stays shown while its dialog fades out. */
interface Asked {
  readonly what: 'disable' | 'reset'
  readonly person: AdminUser
}

/** Everybody on this server, with ways to disable them, to allow them again, and to reset their passwords. */
export const AdminPeople = () => {
  const t = useT()
  const client = useClient()
  const [query, setQuery] = useState('')
  const [asked, setAsked] = useState<Asked>()
  const [open, setOpen] = useState(false)
  const [opening, setOpening] = useState(0)
  const { people, total, more, loadMore, replace } = usePeople(query.trim())
  const close = () => setOpen(false)
  const set = async (person: AdminUser, disabled: boolean) => {
    const changed = await orToast(t, client.call('admin.setDisabled', { userId: person.id, disabled }))
    close()
    if (!changed) return
    replace(changed)
    toast(t(disabled ? 'personDisabled' : 'personAllowed', { name: person.name }))
  }
  const ask = (what: Asked['what'], person: AdminUser) => {
    setAsked({ what, person })
    setOpening((before) => before + 1)
    setOpen(true)
  }
  return (
    <>
      <TextField
        label={t('adminSearch')}
        autoComplete="off"
        value={query}
        hint={total === undefined ? ' ' : t('adminPeopleCount', { count: total })}
        onChange={(event) => setQuery(event.target.value)}
      />
      <ul className="m-0 mt-8 list-none p-0">
        {people.map((person) => (
          <Person
            key={person.id}
            person={person}
            onDisable={() => ask('disable', person)}
            onReset={() => ask('reset', person)}
            onAllow={() => void set(person, false)}
          />
        ))}
      </ul>
      {total !== undefined && people.length === 0 && (
        <p className="py-16 text-small text-text-2">{t('nobodyMatches')}</p>
      )}
      {more && (
        <Button kind="ghost" className="mt-8 w-full" onClick={loadMore}>
          {t('showMore')}
        </Button>
      )}
      {asked?.what === 'disable' && (
        <DisableDialog
          person={asked.person}
          open={open}
          onClose={close}
          onDisable={() => void set(asked.person, true)}
        />
      )}
      {asked?.what === 'reset' && <ResetLinkDialog key={opening} person={asked.person} open={open} onClose={close} />}
    </>
  )
}
