import type { ChatId } from '@parley/protocol'
import { Bookmark, Globe, Hand, Users } from 'lucide-react'
import { useT } from '../i18n'
import { useClient, useSelector } from '../lib/client'
import { chatSort, useChatName } from '../people/chat-name'
import { Button, EmptyState } from '../ui'
import styles from './empty-chat.module.css'

const rules = ['worldRuleKind', 'worldRuleOpen', 'worldRuleSpam'] as const

/** Sends a first greeting with one click. */
const SayHi = ({ chatId }: { readonly chatId: ChatId }) => {
  const t = useT()
  const client = useClient()
  return (
    <Button onClick={() => client.send(chatId, { type: 'text', text: '👋' })} data-testid="say-hi">
      {t('sayHi')} 👋
    </Button>
  )
}

/** The content of a direct chat that only has the service message of the new friendship. */
export const BreakTheIce = ({ chatId }: { readonly chatId: ChatId }) => {
  const t = useT()
  const name = useChatName(chatId)
  const silent = useSelector((state) => {
    const entry = state.chats.get(chatId)
    if (!entry || chatSort(entry) !== 'direct' || entry.writeRefused !== undefined) return false
    return entry.chat.seq === 1 && entry.last?.body.type === 'system'
  })
  return silent ? (
    <div className={styles.breakTheIce}>
      <EmptyState icon={Hand} title={t('sayHiTitle', { name })} action={<SayHi chatId={chatId} />} />
    </div>
  ) : null
}

/** The content of a chat without messages. */
export const EmptyChat = ({ chatId }: { readonly chatId: ChatId }) => {
  const t = useT()
  const name = useChatName(chatId)
  const { sort, refused } = useSelector((state) => {
    const entry = state.chats.get(chatId)
    return { sort: entry && chatSort(entry), refused: entry?.writeRefused }
  })
  if (sort === 'saved') return <EmptyState icon={Bookmark} title={t('savedTitle')} body={t('savedBody')} />
  if (sort === 'group' || sort === 'channel')
    return <EmptyState icon={Users} title={t('groupEmptyTitle')} body={t('groupEmptyBody')} />
  if (sort === 'direct')
    return (
      <EmptyState
        icon={Hand}
        title={t('sayHiTitle', { name })}
        body={t('sayHiBody')}
        {...(refused === undefined && { action: <SayHi chatId={chatId} /> })}
      />
    )
  return (
    <EmptyState icon={Globe} title={t('worldTitle')} body={t('worldBody')}>
      <ul className={styles.rules}>
        {rules.map((rule) => (
          <li key={rule}>{t(rule)}</li>
        ))}
      </ul>
    </EmptyState>
  )
}
