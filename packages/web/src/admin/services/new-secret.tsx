import type { Result } from '@parley/protocol'
import { useLayoutEffect, useRef } from 'react'
import { useT } from '../../i18n'
import { copyText } from '../../sharing/copy-text'
import { Button, TextField, toast } from '../../ui'
import { giveFocus } from '../../ui/give-focus'

/** The secret of a token that was just created, selected for copying. The server never shows it again. */
export const NewSecret = ({ created }: { readonly created: Result<'admin.createServiceToken'> }) => {
  const t = useT()
  const field = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => giveFocus(field.current), [])
  const copy = async () => toast(t((await copyText(created.secret, field.current)) ? 'copied' : 'serviceCopyFailed'))
  return (
    <div className="mt-12 flex flex-col gap-12 rounded-12 bg-success-bg p-12">
      <TextField
        ref={field}
        label={t('serviceSecret', { name: created.token.name })}
        readOnly
        dir="ltr"
        value={created.secret}
        hint={t('serviceSecretNote')}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button kind="secondary" className="w-full tablet:w-auto tablet:self-start" onClick={() => void copy()}>
        {t('copy')}
      </Button>
    </div>
  )
}
