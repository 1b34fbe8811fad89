import type { Ban, ChatId } from '@parley/protocol'
import { useCallback } from 'react'
import { useFormat, useT } from '../i18n'
import { useClient } from '../lib/client'
import { useMinute } from '../lib/clock'
import { usePaged } from '../people/paged'
import { PersonLine } from '../people/person-row'
import { rememberUsers, useAnyName, useUser } from '../people/use-user'
import { Button } from '../ui'
import { orToast } from '../ui/problem'
import { PeoplePages } from './people-pages'

const BanRow = ({ ban, onLift }: { readonly ban: Ban; readonly onLift: () => void }) => {
  const t = useT()
  const format = useFormat()
  const nowMs = useMinute()
  const { user } = useUser(ban.userId)
  const by = useAnyName(ban.byId ?? ban.userId)
  if (!user) return null
  const ago = format.ago(ban.at, nowMs)
  const note = ban.byId === undefined ? t('bannedByAdministrator', { ago }) : t('bannedBy', { name: by, ago })
  const lift = (
    <Button kind="secondary" size="small" aria-label={t('liftBanName', { name: user.name })} onClick={onLift}>
      {t('liftBan')}
    </Button>
  )
  return (
    <li className="hairline-b last:shadow-none">
      <PersonLine user={user} note={note} end={lift} />
    </li>
  )
}

/** The people whom a group has banned. */
export const BansDialog = ({ open, chatId }: { readonly open: boolean; readonly chatId: ChatId }) => {
  const t = useT()
  const client = useClient()
  const load = useCallback(
    async (after: Ban | undefined) => {
      const page = await client.call('groups.bans', { chatId, ...(after && { after: after.userId }) })
      rememberUsers(page.users)
      return { rows: page.bans, more: page.more }
    },
    [client, chatId],
  )
  const pages = usePaged(load)
  const lift = async ({ userId }: Ban) => {
    if (await orToast(t, client.call('groups.unban', { chatId, userId }))) pages.drop((row) => row.userId === userId)
  }
  return (
    <PeoplePages open={open} title={t('groupBans')} nobody={t('noBans')} pages={pages}>
      {(ban) => <BanRow key={ban.userId} ban={ban} onLift={() => void lift(ban)} />}
    </PeoplePages>
  )
}
