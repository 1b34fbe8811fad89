import { type RefObject, useLayoutEffect } from 'react'

/** Browsers with `field-sizing: content` don't need this. */
const fitsItself = CSS.supports('field-sizing', 'content')

const fit = (field: HTMLTextAreaElement): void => {
  field.style.height = 'auto'
  const borders = field.offsetHeight - field.clientHeight
  field.style.height = `${field.scrollHeight + borders}px`
}

/** Keeps a text field as high as its text, between the `min-height` and `max-height` of its style, in every browser. */
export const useFittingHeight = (field: RefObject<HTMLTextAreaElement | null>): void => {
  useLayoutEffect(() => {
    if (!fitsItself && field.current) fit(field.current)
  })
  useLayoutEffect(() => {
    const element = field.current
    if (fitsItself || !element) return
    let width = element.clientWidth
    const resized = new ResizeObserver(() => {
      if (element.clientWidth === width) return
      width = element.clientWidth
      fit(element)
    })
    resized.observe(element)
    return () => resized.disconnect()
  }, [field])
}
