import { Moon, Sun } from 'lucide-react'
import { useT } from '../i18n'
import { chooseTheme, useTheme } from '../theme/theme'
import { IconButton } from '.'
import type { TooltipSide } from './tooltip'

/** Switches between light and dark. Auto is in the settings. */
export const ThemeButton = ({ side, className }: { readonly side?: TooltipSide; readonly className?: string }) => {
  const t = useT()
  const { shown } = useTheme()
  const dark = shown === 'dark'
  return (
    <IconButton
      icon={dark ? Sun : Moon}
      label={dark ? t('switchToLight') : t('switchToDark')}
      onClick={() => chooseTheme(dark ? 'light' : 'dark')}
      {...(side && { side })}
      {...(className && { className })}
    />
  )
}
