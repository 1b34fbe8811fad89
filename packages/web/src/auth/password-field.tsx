import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { useT } from '../i18n'
import { IconButton, TextField } from '../ui'
import type { TextFieldProps } from '../ui/text-field'

/** A password field that can show its text. It allows pasting and password managers. */
export const PasswordField = ({
  label,
  ...props
}: Omit<TextFieldProps, 'label' | 'type' | 'end'> & { readonly label?: string }) => {
  const t = useT()
  const [shown, setShown] = useState(false)
  return (
    <TextField
      name="password"
      {...props}
      label={label ?? t('password')}
      type={shown ? 'text' : 'password'}
      size="large"
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      end={
        <IconButton
          icon={shown ? EyeOff : Eye}
          label={shown ? t('hidePassword') : t('showPassword')}
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
        />
      }
    />
  )
}
