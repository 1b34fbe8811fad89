import { limits } from '@parley/protocol/limits'
import { useT } from '../i18n'
import { TextField, type TextFieldProps } from './text-field'

interface CodeFieldProps extends Pick<TextFieldProps, 'error' | 'size' | 'ref' | 'hint'> {
  /** By default that of a code in a mail. */
  readonly label?: string
  /** How many digits the code has. By default those of a code in a mail. */
  readonly digits?: number
  readonly value: string
  /** Gets the digits alone, also of a pasted text with spaces. */
  readonly onCode: (digits: string) => void
}

/** The field for a code of digits. Phones and password managers offer to fill it in. */
export const CodeField = ({ label, digits = limits.mailCodeDigits, value, onCode, ...rest }: CodeFieldProps) => {
  const t = useT()
  return (
    <TextField
      {...rest}
      label={label ?? t('mailCode')}
      name="code"
      dir="ltr"
      inputMode="numeric"
      autoComplete="one-time-code"
      className="tabular-nums tracking-[0.25em]"
      value={value}
      onChange={(event) => onCode(event.target.value.replace(/\D/g, '').slice(0, digits))}
    />
  )
}
