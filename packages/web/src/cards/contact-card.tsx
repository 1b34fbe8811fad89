import type { ChatId, ContactBody, User } from '@parley/protocol'
import { UserX } from 'lucide-react'
import type { ReactNode } from 'react'
import { openDialog } from '../dialogs/dialog-store'
import { useT } from '../i18n'
import { useSelector } from '../lib/client'
import { Avatar } from '../people/avatar'
import { contactPerson } from '../people/open-person'
import { usePersonNames } from '../people/person-row'
import { useUser } from '../people/use-user'
import { cx } from '../ui'
import { useActionContext } from '../ui/action-context'
import styles from './cards.module.css'

export interface ContactCardProps {
  readonly chatId: ChatId
  readonly body: ContactBody
  /** Time and state of the message. */
  readonly meta: ReactNode
  /** Whether its controls are reachable with Tab. */
  readonly reachable: boolean
}

const Known = ({ user, chatId, meta, reachable }: Omit<ContactCardProps, 'body'> & { readonly user: User }) => {
  const context = useActionContext()
  const { t } = context
  const { name, also } = usePersonNames(user)
  const isMe = useSelector((state) => state.me?.id === user.id)
  const tabIndex = reachable ? 0 : -1
  const openProfile = () => openDialog({ name: 'person', userId: user.id, chatId })
  return (
    <>
      <button type="button" className={styles.person} tabIndex={-1} onClick={openProfile}>
        <Avatar id={user.id} name={name} size={44} picture={user.avatar} />
        <span data-message-text>
          <bdi className={cx(styles.title, 'block')}>{name}</bdi>
          <bdi className={cx(styles.detail, 'block')}>{also}</bdi>
        </span>
      </button>
      <div className={styles.foot}>
        {!isMe && (
          <button
            type="button"
            className={styles.act}
            tabIndex={tabIndex}
            onClick={() => void contactPerson(context, user.id)}
          >
            {t('writeToContact')}
          </button>
        )}
        <button type="button" className={styles.act} tabIndex={tabIndex} onClick={openProfile}>
          {t('openContact')}
        </button>
        <span className={styles.footEnd}>{meta}</span>
      </div>
    </>
  )
}

/** A contact card: the person, with links to their profile and to a chat with them. */
export const ContactCard = ({ body, meta, ...props }: ContactCardProps) => {
  const t = useT()
  const { user, missing } = useUser(body.userId)
  return (
    <div className={styles.card} data-testid="contact-card" aria-busy={(!user && !missing) || undefined}>
      {user ? (
        <Known {...props} user={user} meta={meta} />
      ) : (
        <>
          <div className={styles.person}>
            <UserX size={24} strokeWidth={1.75} aria-hidden className={styles.gone} />
            <span className={styles.gone}>{missing && t('deletedAccount')}</span>
          </div>
          <div className={styles.foot}>
            <span className={styles.footEnd}>{meta}</span>
          </div>
        </>
      )}
    </div>
  )
}
