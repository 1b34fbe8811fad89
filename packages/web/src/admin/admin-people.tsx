import type { AdminUser } from '@parley/protocol'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useClient, useSelector } from '../client'
import { useFormat, useT } from '../i18n'
import { PersonLine } from '../people/person-row'
import { orToast } from '../problem'
import { Button, Dialog, TextField, toast } from '../ui'

const pauseMs = 250

/** The list of people, found by the beginning of a name, a page at a time. */
const usePeople = (query: string) => {
  const t = useT()
  const client = useClient()
  const [people, setPeople] = useState<readonly AdminUser[]>([])
  const [total, setTotal] = useState<number>()
  const [more, setMore] = useState(false)
  // Answers to older questions are thrown away.
  const asked = useRef(0)
  const load = useCallback(
    async (after?: string) => {
      const question = ++asked.current
      const page = await orToast(t, client.call('admin.users', { query, ...(after !== undefined && { after }) }))
      if (!page || question !== asked.current) return
      setPeople((before) => (after === undefined ? page.users : [...before, ...page.users]))
      setTotal(page.total)
      setMore(page.more)
    },
    [client, t, query],
  )
  useEffect(() => {
    const timer = setTimeout(() => void load(), pauseMs)
    return () => clearTimeout(timer)
  }, [load])
  const replace = (changed: AdminUser) =>
    setPeople((before) => before.map((person) => (person.id === changed.id ? changed : person)))
  return { people, total, more, loadMore: () => void load(people.at(-1)?.username), replace }
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
}

const Person = ({ person, onDisable, onAllow }: PersonProps) => {
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
          <span className="flex shrink-0 items-center gap-8">
            {person.admin && <Pill>{t('adminBadge')}</Pill>}
            {disabled && <Pill danger>{t('disabledBadge')}</Pill>}
            {!own && action}
          </span>
        }
      />
    </li>
  )
}

/** Everybody on this server, with the way to disable somebody and to allow them again. */
export const AdminPeople = () => {
  const t = useT()
  const client = useClient()
  const [query, setQuery] = useState('')
  const [asking, setAsking] = useState<AdminUser>()
  const [shown, setShown] = useState<AdminUser>()
  const { people, total, more, loadMore, replace } = usePeople(query.trim())
  const set = async (person: AdminUser, disabled: boolean) => {
    const changed = await orToast(t, client.call('admin.setDisabled', { userId: person.id, disabled }))
    setAsking(undefined)
    if (!changed) return
    replace(changed)
    toast(t(disabled ? 'personDisabled' : 'personAllowed', { name: person.name }))
  }
  const ask = (person: AdminUser) => {
    setShown(person)
    setAsking(person)
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
            onDisable={() => ask(person)}
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
      <Dialog
        alert
        open={asking !== undefined}
        onClose={() => setAsking(undefined)}
        title={t('disableTitle', { name: shown?.name ?? '' })}
        description={t('disableBody')}
        footer={
          <>
            <Button kind="secondary" onClick={() => setAsking(undefined)}>
              {t('cancel')}
            </Button>
            <Button kind="danger" onClick={() => asking && void set(asking, true)}>
              {t('disablePerson')}
            </Button>
          </>
        }
      >
        {null}
      </Dialog>
    </>
  )
}
