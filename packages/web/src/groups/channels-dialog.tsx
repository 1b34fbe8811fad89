import type { ChannelCard, ChatId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import { isVisible, visibleText } from '@parley/protocol/visible'
import { Hash } from 'lucide-react'
import { type FormEvent, useCallback, useEffect, useState } from 'react'
import { closeDialog, openDialog } from '../dialogs/dialog-store'
import { navigate } from '../history/navigate'
import { useT } from '../i18n'
import { useClient } from '../lib/client'
import { paths } from '../navigation/places'
import { Avatar } from '../people/avatar'
import { usePaged } from '../people/paged'
import { Button, Dialog, Skeleton, TextField } from '../ui'
import { orToast } from '../ui/problem'
import { TextArea } from '../ui/text-area'

/** The search starts after this much time without typing. */
const pauseMs = 250

const show = (chatId: ChatId): void => {
  navigate(paths.chat(chatId))
  closeDialog()
}

const ChannelRow = ({ channel }: { readonly channel: ChannelCard }) => {
  const t = useT()
  const client = useClient()
  const [busy, setBusy] = useState(false)
  const { chatId, name, about, members, joined } = channel
  const join = async () => {
    setBusy(true)
    const inside = await orToast(
      t,
      client.joinChannel(chatId).then(() => true),
    )
    setBusy(false)
    if (inside) show(chatId)
  }
  return (
    <li className="flex min-h-64 items-center gap-12 py-6 hairline-b last:shadow-none">
      <Avatar id={chatId} name={name} size={36} />
      <span className="min-w-0 flex-1">
        <bdi className="block truncate text-ui text-text">{name}</bdi>
        <span className="block truncate text-meta text-text-2">
          {t('channelMembers', { count: members })}
          {about !== undefined && <bdi> · {about}</bdi>}
        </span>
      </span>
      {joined ? (
        <Button kind="secondary" size="small" aria-label={t('openChannelName', { name })} onClick={() => show(chatId)}>
          {t('openChannel')}
        </Button>
      ) : (
        <Button size="small" busy={busy} aria-label={t('joinChannelName', { name })} onClick={() => void join()}>
          {t('joinChannel')}
        </Button>
      )}
    </li>
  )
}

const NewChannel = () => {
  const t = useT()
  const client = useClient()
  const [name, setName] = useState('')
  const [about, setAbout] = useState('')
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const create = async (event: FormEvent) => {
    event.preventDefault()
    if (!isVisible(name)) return setProblem(t('channelNameMissing'))
    setBusy(true)
    const chatId = await orToast(t, client.createChannel(visibleText(name), about))
    setBusy(false)
    if (chatId) show(chatId)
  }
  return (
    <form
      noValidate
      aria-label={t('newChannel')}
      className="mt-12 flex flex-col gap-12 rounded-12 bg-hover p-12"
      onSubmit={(event) => void create(event)}
    >
      <TextField
        label={t('channelName')}
        value={name}
        maxLength={limits.nameMaxChars}
        error={problem}
        autoComplete="off"
        onChange={(event) => {
          setName(event.target.value)
          setProblem(undefined)
        }}
      />
      <TextArea
        label={t('channelAbout')}
        hint={t('channelAboutHint')}
        value={about}
        rows={2}
        maxLength={limits.aboutMaxChars}
        onChange={setAbout}
      />
      <Button type="submit" busy={busy}>
        {t('createChannel')}
      </Button>
    </form>
  )
}

/** A text, debounced. */
const useTyped = (text: string): string => {
  const [typed, setTyped] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setTyped(text), pauseMs)
    return () => clearTimeout(timer)
  }, [text])
  return typed
}

/** Shown if the server has no channels: the next step, which depends on whether the viewer can create one. */
const NoChannels = ({ mayCreate }: { readonly mayCreate: boolean }) => {
  const t = useT()
  return (
    <div className="flex flex-col items-center gap-12 pt-24 text-center">
      <Hash size={44} strokeWidth={1.5} aria-hidden className="text-text-3" />
      <h3 className="text-title text-text">{t('noChannels')}</h3>
      <p className="max-w-320 text-small text-pretty text-text-2">
        {t(mayCreate ? 'noChannelsCreate' : 'noChannelsOthers')}
      </p>
      {!mayCreate && (
        <Button kind="secondary" onClick={() => openDialog({ name: 'newGroup' })}>
          {t('newGroup')}
        </Button>
      )}
    </div>
  )
}

interface ListedProps {
  readonly query: string
  readonly mayCreate: boolean
  readonly onMayCreate: (may: boolean) => void
}

const Listed = ({ query, mayCreate, onMayCreate }: ListedProps) => {
  const t = useT()
  const client = useClient()
  const load = useCallback(
    async (after: ChannelCard | undefined) => {
      const page = await client.call('channels.list', { query, ...(after && { after: after.chatId }) })
      onMayCreate(page.mayCreate)
      return { rows: page.channels, more: page.more }
    },
    [client, query, onMayCreate],
  )
  const { rows, more, loading, loadMore } = usePaged(load)
  if (rows === undefined) return <Skeleton className="mt-12 h-56 w-full" />
  if (rows.length === 0 && query !== '')
    return <p className="py-24 text-center text-small text-text-2">{t('noChannelFound')}</p>
  if (rows.length === 0) return <NoChannels mayCreate={mayCreate} />
  return (
    <>
      <ul className="m-0 list-none p-0 pt-8">
        {rows.map((channel) => (
          <ChannelRow key={channel.chatId} channel={channel} />
        ))}
      </ul>
      {more && (
        <Button kind="ghost" className="w-full" busy={loading} onClick={loadMore}>
          {t('loadMoreMembers')}
        </Button>
      )}
    </>
  )
}

/** The channels of this server. Users find and join them here, and create them if permitted. */
export const ChannelsDialog = ({ open }: { readonly open: boolean }) => {
  const t = useT()
  const [query, setQuery] = useState('')
  const [mayCreate, setMayCreate] = useState(false)
  const [creating, setCreating] = useState(false)
  const typed = useTyped(visibleText(query))
  return (
    <Dialog open={open} onClose={closeDialog} title={t('channels')} description={t('channelsBody')} width={560} high>
      <TextField
        label={t('findChannel')}
        value={query}
        autoComplete="off"
        maxLength={limits.nameMaxChars}
        onChange={(event) => setQuery(event.target.value)}
      />
      {creating && <NewChannel />}
      {mayCreate && !creating && (
        <Button kind="ghost" className="mt-8 w-full justify-start" onClick={() => setCreating(true)}>
          <Hash size={18} strokeWidth={1.75} aria-hidden />
          {t('newChannel')}
        </Button>
      )}
      <Listed key={typed} query={typed} mayCreate={mayCreate} onMayCreate={setMayCreate} />
    </Dialog>
  )
}
