import { useT } from '../../i18n'
import { TextField } from '../../ui'

interface NetworkFieldProps {
  readonly value: string
  readonly label?: string
  readonly hint: string
  readonly error?: string | undefined
  readonly onChange: (value: string) => void
}

/** A field for a network address or a network. */
export const NetworkField = ({ value, label, hint, error, onChange }: NetworkFieldProps) => {
  const t = useT()
  return (
    <TextField
      label={label ?? t('networkAddress')}
      dir="ltr"
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      maxLength={50}
      placeholder="203.0.113.0/24"
      value={value}
      hint={hint}
      error={error}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}
