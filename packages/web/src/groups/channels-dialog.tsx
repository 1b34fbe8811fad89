import type { ChannelCard, ChatId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import { Hash } from 'lucide-react'
import { type FormEvent, useCallback, useEffect, useState } from 'react'
import { navigate } from 'wouter/use-browser-location'
import { useClient } from '../client'
import { closeDialog } from '../dialogs/dialog-store'
import { useT } from '../i18n'
import { orToast } from '../problem'
import { paths } from '../shell/places'
import { Avatar, Button, Dialog, Skeleton, TextField } from '../ui'
import { usePaged } from './paged'
import { TextArea } from './text-area'

/** The list waits until nothing was typed for this long. */
const typedMs = 250

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
    if (name.trim() === '') return setProblem(t('channelNameMissing'))
    setBusy(true)
    const chatId = await orToast(t, client.createChannel(name.trim(), about))
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

/** A text, once nothing was typed for a moment. */
const useTyped = (text: string): string => {
  const [typed, setTyped] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setTyped(text), typedMs)
    return () => clearTimeout(timer)
  }, [text])
  return typed
}

const Listed = ({ query, onMayCreate }: { readonly query: string; readonly onMayCreate: (may: boolean) => void }) => {
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
  if (rows.length === 0)
    return (
      <p className="py-24 text-center text-small text-text-2">{t(query === '' ? 'noChannels' : 'noChannelFound')}</p>
    )
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

/** The channels of this server: finding, joining and, where one may, making them. */
export const ChannelsDialog = ({ open }: { readonly open: boolean }) => {
  const t = useT()
  const [query, setQuery] = useState('')
  const [mayCreate, setMayCreate] = useState(false)
  const [creating, setCreating] = useState(false)
  const typed = useTyped(query.trim())
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
      <Listed key={typed} query={typed} onMayCreate={setMayCreate} />
    </Dialog>
  )
}
