import { limits } from '@parley/protocol/limits'
import { isVisible, visibleText } from '@parley/protocol/visible'
import { useT } from '../i18n'
import { useClient, useSelector } from '../lib/client'
import { AvatarButton } from '../media/avatar/avatar-button'
import { UserAvatar } from '../people/chat-avatar'
import { TextField } from '../ui'
import { SaveRow } from './save-row'
import { useOwnField } from './use-own-field'

/** The name that others see. If saving fails, the typed text stays. */
export const NameForm = () => {
  const t = useT()
  const client = useClient()
  const me = useSelector((state) => state.me)
  const { value, changed, problem, busy, save, write, cancel } = useOwnField({
    held: me?.name ?? '',
    saved: 'nameSaved',
    wrong: (name) => (!isVisible(name) ? t('fieldMissing') : undefined),
    change: (name) => ({ name: visibleText(name) }),
  })
  if (!me) return null
  return (
    <form noValidate onSubmit={save} className="flex items-start gap-16">
      <AvatarButton
        label={t('changeAvatar')}
        hasPicture={me.avatar !== undefined}
        save={(avatar) => client.call('accounts.update', { avatar })}
      >
        <UserAvatar userId={me.id} size={72} />
      </AvatarButton>
      <div className="min-w-0 flex-1">
        <TextField
          label={t('displayName')}
          hint={`@${me.username}`}
          autoComplete="name"
          maxLength={limits.nameMaxChars}
          value={value}
          error={problem}
          onChange={(event) => write(event.target.value)}
        />
        {changed && (
          <div className="mt-12">
            <SaveRow busy={busy} onCancel={cancel} />
          </div>
        )}
      </div>
    </form>
  )
}
