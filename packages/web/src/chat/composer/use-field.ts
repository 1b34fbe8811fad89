import { type RefObject, useCallback, useEffect, useRef } from 'react'
import { giveFocus } from '../../ui/give-focus'
import { useFittingHeight } from '../../ui/use-fitting-height'
import { coarse } from './use-composer-keys'
import { useTypeAnywhere } from './use-type-anywhere'

/**
 * The text field of the composer. It grows with its text, and is focused at first on devices with a keyboard. In a frame, it
 * doesn't take the focus from the page around.
 */
export const useField = (): { readonly field: RefObject<HTMLTextAreaElement | null>; readonly focus: () => void } => {
  const field = useRef<HTMLTextAreaElement>(null)
  const focus = useCallback(() => giveFocus(field.current, { preventScroll: true }), [])
  useTypeAnywhere(field)
  useFittingHeight(field)
  useEffect(() => {
    if (!coarse() && (parent === window || document.hasFocus())) focus()
  }, [focus])
  return { field, focus }
}
