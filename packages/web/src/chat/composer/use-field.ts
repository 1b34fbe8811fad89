import { type RefObject, useCallback, useEffect, useRef } from 'react'
import { giveFocus } from '../../ui/give-focus'
import { useFittingHeight } from '../../ui/use-fitting-height'
import { coarse } from './use-composer-keys'
import { useTypeAnywhere } from './use-type-anywhere'

/** The text field of the composer. It grows with its text, and is focused at first on devices with a keyboard. */
export const useField = (): { readonly field: RefObject<HTMLTextAreaElement | null>; readonly focus: () => void } => {
  const field = useRef<HTMLTextAreaElement>(null)
  const focus = useCallback(() => giveFocus(field.current, { preventScroll: true }), [])
  useTypeAnywhere(field)
  useFittingHeight(field)
  useEffect(() => {
    if (!coarse()) focus()
  }, [focus])
  return { field, focus }
}
