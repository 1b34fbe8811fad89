import { limits } from '@parley/protocol/limits'
import { isVisible, visibleText } from '@parley/protocol/visible'
import { callHttp } from '@parley/sdk/http'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { useT } from '../../i18n'
import { rememberInTab } from '../../lib/remembered-in-tab'
import { sessionReplaced } from '../../lib/session'
import { Button, TextField } from '../../ui'
import { TextArea } from '../../ui/text-area'
import { usernameProblem } from '../check-registration'
import { deviceName } from '../device-name'
import { useAuthForm } from '../form'
import { FormProblem } from '../form-problem'
import { holdTicket } from '../waiting-request'
import type { Step } from './arrival'

interface NewPersonFormProps {
  readonly ticket: string
  readonly step: Step
  readonly back: string
  readonly joining: { readonly invite?: string | undefined; readonly setup?: string | undefined }
}

const useNewPerson = ({ ticket, step, back, joining: { invite, setup } }: NewPersonFormProps) => {
  const t = useT()
  const [, navigate] = useLocation()
  const [username, setUsername] = useState(step.username ?? '')
  const [name, setName] = useState(step.name ?? '')
  const [note, setNote] = useState('')
  const approval = step.registration === 'approval' && invite === undefined && setup === undefined
  const form = useAuthForm(
    () => {
      const wrong = usernameProblem(t, username)
      return { ...(!isVisible(name) && { name: t('fieldMissing') }), ...(wrong !== undefined && { username: wrong }) }
    },
    async () => {
      const names = { username: username.trim().toLowerCase(), name: visibleText(name) }
      const person = { ticket, ...names, device: deviceName(navigator.userAgent) }
      if (approval) {
        holdTicket((await callHttp('', 'accounts.requestIdentity', { ...person, note })).ticket)
        return navigate('/waiting')
      }
      const codes = { ...(invite !== undefined && { invite }), ...(setup !== undefined && { setup }) }
      await callHttp('', 'accounts.registerIdentity', { ...person, ...codes })
      rememberInTab('joining', undefined)
      sessionReplaced(back)
    },
  )
  return { approval, form, username, setUsername, name, setName, note, setNote }
}

/** The names of a new account, which the person confirms. */
export const NewPersonForm = (props: NewPersonFormProps) => {
  const t = useT()
  const { approval, form, username, setUsername, name, setName, note, setNote } = useNewPerson(props)
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-16">
      <TextField
        label={t('displayName')}
        hint={t('displayNameHint')}
        name="name"
        size="large"
        autoComplete="name"
        maxLength={limits.nameMaxChars}
        value={name}
        error={form.problems.name}
        onChange={(event) => {
          setName(event.target.value)
          form.clear('name')
        }}
      />
      <TextField
        label={t('username')}
        hint={t('usernameHint')}
        name="username"
        size="large"
        autoComplete="username"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        value={username}
        error={form.problems.username}
        onChange={(event) => {
          setUsername(event.target.value)
          form.clear('username')
        }}
      />
      {approval && (
        <TextArea
          label={t('accountNote')}
          hint={t('accountNoteHint')}
          rows={3}
          maxLength={limits.accountNoteMaxChars}
          value={note}
          onChange={setNote}
        />
      )}
      <FormProblem>{form.problems.form}</FormProblem>
      <Button type="submit" size="large" busy={form.busy}>
        {t(approval ? 'sendRequest' : 'register')}
      </Button>
    </form>
  )
}
