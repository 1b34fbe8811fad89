import type { AdminUser, Params, UserId } from '@parley/protocol'
import { visibleText } from '@parley/protocol/visible'
import type { Client } from '@parley/sdk/api'
import {
  Ban,
  EllipsisVertical,
  FingerprintPattern,
  KeyRound,
  ShieldOff,
  UserCheck,
  UserRoundCheck,
  UserRoundX,
} from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import { useFormat, useT } from '../i18n'
import { useClient, useSelector } from '../lib/client'
import { PersonLine } from '../people/person-row'
import { Button, Dialog, IconButton, Menu, TextField, toast } from '../ui'
import { orToast } from '../ui/problem'
import { ShowMore } from '../ui/show-more'
import { latestOnly } from './latest-only'
import { isMuted, type LimitsAct, limitItems } from './limits/limit-items'
import { networkProblem } from './networks/network-problem'
import { filterParams, type PeopleFilter } from './people-filter'
import { PeopleFilters } from './people-filters'
import { type ShownPeople, withPeoplePage, withPerson } from './people-page'
import { ResetLinkDialog } from './reset-link-dialog'

const pauseMs = 250

/** Empty pages that are passed over. */
const emptyPages = 20

/** A page with accounts. The server looks through some accounts for each page, and may find none. */
const fullPage = async (client: Client, params: Params<'admin.users'>, after: string | undefined) => {
  let page = await client.call('admin.users', { ...params, ...(after !== undefined && { after }) })
  for (let left = emptyPages; left > 0 && page.users.length === 0 && page.next !== undefined; left--)
    page = await client.call('admin.users', { ...params, after: page.next })
  return page
}

/** The list of accounts, filtered and loaded in pages. */
const usePeople = (query: string, filter: PeopleFilter) => {
  const t = useT()
  const client = useClient()
  const [shown, setShown] = useState<ShownPeople>({ people: [], total: undefined, more: false })
  const [problem, setProblem] = useState<string>()
  const [ask] = useState(latestOnly)
  const load = useCallback(
    async (after?: string) => {
      const params = { query, ...filterParams(filter, Date.now()) }
      setProblem(undefined)
      const page = await ask(() =>
        fullPage(client, params, after).catch((thrown: unknown) => {
          setProblem(networkProblem(t, thrown))
          return undefined
        }),
      )
      if (!page) return
      setShown((before) => withPeoplePage(before, page, after))
    },
    [client, t, query, filter, ask],
  )
  useEffect(() => {
    const timer = setTimeout(() => void load(), pauseMs)
    return () => clearTimeout(timer)
  }, [load])
  const replace = (changed: AdminUser) => setShown((before) => withPerson(before, changed))
  return { ...shown, problem, loadMore: () => void load(shown.next), replace }
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
  readonly onRemoveFactor: () => void
  readonly onRemovePasskeys: () => void
  readonly onClose: () => void
  readonly onRestore: () => void
  readonly onLimits: (act: LimitsAct) => void
}

const Person = ({ person, onDisable, onAllow, onReset, onClose, onRestore, ...more }: PersonProps) => {
  const { onRemoveFactor, onRemovePasskeys, onLimits } = more
  const t = useT()
  const format = useFormat()
  const own = useSelector((state) => state.me?.id === person.id)
  const disabled = person.disabledAt !== undefined
  const { eraseAt } = person
  const items = [
    { label: t('resetPersonAct'), icon: KeyRound, onSelect: onReset },
    ...(person.secondFactorSince === undefined
      ? []
      : [{ label: t('removeFactorAct'), icon: ShieldOff, onSelect: onRemoveFactor }]),
    ...(person.passkeys === undefined || own
      ? []
      : [{ label: t('removePasskeysAct'), icon: FingerprintPattern, onSelect: onRemovePasskeys }]),
    ...limitItems(person, onLimits, t),
    disabled
      ? { label: t('allowPerson'), icon: UserCheck, onSelect: onAllow }
      : { label: t('disablePerson'), icon: Ban, danger: true, onSelect: onDisable },
    eraseAt === undefined
      ? { label: t('closePerson'), icon: UserRoundX, danger: true, onSelect: onClose }
      : { label: t('restorePerson'), icon: UserRoundCheck, onSelect: onRestore },
  ]
  const label = t('personActions', { name: person.name })
  return (
    <li className="hairline-b" data-account={person.id}>
      <PersonLine
        user={person}
        note={t('joinedOn', { date: format.date(person.createdAt) })}
        end={
          <span className="flex max-w-[60%] shrink-0 flex-wrap items-center justify-end gap-8 py-4">
            {person.admin && <Pill>{t('adminBadge')}</Pill>}
            {person.trusted && <Pill>{t('trustedBadge')}</Pill>}
            {disabled && <Pill danger>{t('disabledBadge')}</Pill>}
            {eraseAt !== undefined && <Pill danger>{t('closedBadge')}</Pill>}
            {!own && (
              <Menu label={label} items={items}>
                {(trigger) => <IconButton {...trigger} icon={EllipsisVertical} label={label} />}
              </Menu>
            )}
          </span>
        }
      />
      {person.address !== undefined && (
        <p className="pb-8 ps-48 text-meta text-text-2">{t('signedUpFrom', { address: person.address })}</p>
      )}
      {isMuted(person) && (
        <p className="pb-8 ps-52 text-meta text-danger">
          {t('floodMutedUntil', { time: format.dateTime(person.mutedUntil ?? 0) })}
        </p>
      )}
      {eraseAt !== undefined && (
        <p className="pb-8 ps-52 text-meta text-text-2">{t('erasedOn', { date: format.date(eraseAt) })}</p>
      )}
    </li>
  )
}

interface ConfirmDialogProps {
  readonly what: 'disable' | 'close' | 'removeFactor' | 'removePasskeys'
  readonly person: AdminUser
  readonly open: boolean
  readonly onClose: () => void
  readonly onConfirm: () => void
}

const confirmKeys = {
  disable: { title: 'disableTitle', body: 'disableBody', act: 'disablePerson' },
  close: { title: 'closeTitle', body: 'closeBody', act: 'closePerson' },
  removeFactor: { title: 'removeFactorTitle', body: 'removeFactorBody', act: 'turnOff' },
  removePasskeys: { title: 'removePasskeysTitle', body: 'removePasskeysBody', act: 'removePasskeys' },
} as const

const ConfirmDialog = ({ what, person, open, onClose, onConfirm }: ConfirmDialogProps) => {
  const t = useT()
  const keys = confirmKeys[what]
  return (
    <Dialog
      alert
      open={open}
      onClose={onClose}
      title={t(keys.title, { name: person.name })}
      description={t(keys.body)}
      footer={
        <>
          <Button kind="secondary" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button kind="danger" onClick={onConfirm}>
            {t(keys.act)}
          </Button>
        </>
      }
    >
      {null}
    </Dialog>
  )
}

/** A confirmation for the administrator. It still renders while its dialog fades out. */
interface PendingChange {
  readonly what: 'disable' | 'close' | 'removeFactor' | 'removePasskeys' | 'reset'
  readonly person: AdminUser
}

type Act = LimitsAct | 'disable' | 'allow' | 'close' | 'restore' | 'removeFactor' | 'removePasskeys'

const doneKeys = {
  disable: 'personDisabled',
  allow: 'personAllowed',
  close: 'personClosed',
  restore: 'personRestored',
  removeFactor: 'factorRemoved',
  removePasskeys: 'passkeysRemoved',
  liftMute: 'muteLifted',
  trust: 'personTrusted',
  untrust: 'personUntrusted',
} as const

const changeAccount = (client: Client, act: Act, userId: UserId): Promise<AdminUser> => {
  if (act === 'liftMute') return client.call('admin.liftMute', { userId })
  if (act === 'trust' || act === 'untrust') return client.call('admin.setTrusted', { userId, trusted: act === 'trust' })
  if (act === 'close') return client.call('admin.closeUser', { userId })
  if (act === 'removeFactor') return client.call('admin.removeSecondFactor', { userId })
  if (act === 'removePasskeys') return client.call('admin.removePasskeys', { userId })
  if (act === 'restore') return client.call('admin.restoreUser', { userId })
  return client.call('admin.setDisabled', { userId, disabled: act === 'disable' })
}

/** All accounts on this server, with buttons that disable and enable them and reset their passwords. */
export const AdminPeople = () => {
  const t = useT()
  const client = useClient()
  const [query, setQuery] = useState('')
  const [filter, setFilter] = useState<PeopleFilter>({ network: '' })
  const [asked, setAsked] = useState<PendingChange>()
  const [open, setOpen] = useState(false)
  const [opening, setOpening] = useState(0)
  const { people, total, more, problem, loadMore, replace } = usePeople(visibleText(query), filter)
  const close = () => setOpen(false)
  const change = async (person: AdminUser, act: Act) => {
    const changed = await orToast(t, changeAccount(client, act, person.id))
    close()
    if (!changed) return
    replace(changed)
    toast(t(doneKeys[act], { name: person.name }))
  }
  const confirmed = asked === undefined || asked.what === 'reset' ? 'disable' : asked.what
  const ask = (what: PendingChange['what'], person: AdminUser) => {
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
      <PeopleFilters filter={filter} problem={problem} onChange={setFilter} />
      <ul className="m-0 mt-8 list-none p-0">
        {people.map((person) => (
          <Person
            key={person.id}
            person={person}
            onDisable={() => ask('disable', person)}
            onReset={() => ask('reset', person)}
            onRemoveFactor={() => ask('removeFactor', person)}
            onRemovePasskeys={() => ask('removePasskeys', person)}
            onAllow={() => void change(person, 'allow')}
            onClose={() => ask('close', person)}
            onRestore={() => void change(person, 'restore')}
            onLimits={(act) => void change(person, act)}
          />
        ))}
      </ul>
      {total !== undefined && people.length === 0 && problem === undefined && (
        <p className="py-16 text-small text-text-2">{t('nobodyMatches')}</p>
      )}
      {more && <ShowMore onClick={loadMore} />}
      {asked && asked.what !== 'reset' && (
        <ConfirmDialog
          what={asked.what}
          person={asked.person}
          open={open}
          onClose={close}
          onConfirm={() => void change(asked.person, confirmed)}
        />
      )}
      {asked?.what === 'reset' && <ResetLinkDialog key={opening} person={asked.person} open={open} onClose={close} />}
    </>
  )
}
