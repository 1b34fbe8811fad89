import { limits } from '@parley/protocol/limits'
import { type FormEvent, useState } from 'react'
import { useT } from '../i18n'
import { cleanLine } from '../lib/clean-line'
import { useClient } from '../lib/client'
import { SaveRow } from '../settings/save-row'
import { TextField, toast } from '../ui'
import { useSending } from '../ui/use-sending'

interface ServerNameProps {
  readonly name: string
  /** Hides the label, if a title above already has the same text. */
  readonly labelHidden?: boolean
  readonly onNamed: (name: string) => void
}

/** The name of this server on the pages before sign-in. */
export const ServerName = ({ name, labelHidden = false, onNamed }: ServerNameProps) => {
  const t = useT()
  const client = useClient()
  const [text, setText] = useState(name)
  const { problem, setProblem, busy, submit } = useSending(async () => {
    const { serverName = '' } = await client.call('admin.setServerName', { serverName: cleanLine(text) || null })
    setText(serverName)
    onNamed(serverName)
    toast(t('serverNamed'))
  })
  const cancel = () => {
    setText(name)
    setProblem(undefined)
  }
  return (
    <form
      noValidate
      className="flex flex-col gap-12"
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        submit()
      }}
    >
      <TextField
        label={t('serverName')}
        labelHidden={labelHidden}
        placeholder={t('serverNameHint')}
        autoComplete="off"
        maxLength={limits.nameMaxChars}
        value={text}
        error={problem}
        onChange={(event) => {
          setText(event.target.value)
          setProblem(undefined)
        }}
      />
      {cleanLine(text) !== name && <SaveRow busy={busy} onCancel={cancel} />}
    </form>
  )
}
