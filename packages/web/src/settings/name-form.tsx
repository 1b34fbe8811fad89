import { limits } from '@parley/protocol/limits'
import { type FormEvent, useState } from 'react'
import { useClient, useSelector } from '../client'
import { useT } from '../i18n'
import { AvatarButton } from '../media/avatar/avatar-button'
import { UserAvatar } from '../people/chat-avatar'
import { problemText } from '../problem'
import { Button, TextField, toast } from '../ui'

/** The name that others see. What was typed stays when saving fails. */
export const NameForm = () => {
  const t = useT()
  const client = useClient()
  const me = useSelector((state) => state.me)
  const [typed, setTyped] = useState<string>()
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  if (!me) return null
  const name = typed ?? me.name
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() === '') return setProblem(t('fieldMissing'))
    setBusy(true)
    try {
      await client.call('accounts.update', { name: name.trim() })
      setTyped(undefined)
      toast(t('nameSaved'))
    } catch (thrown) {
      setProblem(problemText(t, thrown))
    }
    setBusy(false)
  }
  return (
    <form noValidate onSubmit={(event) => void save(event)} className="flex items-start gap-16">
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
          value={name}
          error={problem}
          onChange={(event) => {
            setTyped(event.target.value)
            setProblem(undefined)
          }}
        />
        {name !== me.name && (
          <div className="mt-12 flex flex-wrap gap-8">
            <Button type="submit" busy={busy}>
              {t('save')}
            </Button>
            <Button kind="secondary" onClick={() => setTyped(undefined)}>
              {t('cancel')}
            </Button>
          </div>
        )}
      </div>
    </form>
  )
}
