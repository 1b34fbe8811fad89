import { limits } from '@parley/protocol/limits'
import { useT } from '../i18n'
import { TextField, type TextFieldProps } from './text-field'

interface CodeFieldProps extends Pick<TextFieldProps, 'error' | 'size'> {
  readonly value: string
  /** Gets the digits alone, also of a pasted text with spaces. */
  readonly onCode: (digits: string) => void
}

/** The field for the code of a mail. Phones offer to fill it in. */
export const CodeField = ({ value, onCode, ...rest }: CodeFieldProps) => {
  const t = useT()
  return (
    <TextField
      {...rest}
      label={t('mailCode')}
      name="code"
      dir="ltr"
      inputMode="numeric"
      autoComplete="one-time-code"
      className="tabular-nums tracking-[0.25em]"
      value={value}
      onChange={(event) => onCode(event.target.value.replace(/\D/g, '').slice(0, limits.mailCodeDigits))}
    />
  )
}
