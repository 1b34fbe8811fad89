import { type RefObject, useEffect } from 'react'

/** The edges that hide more of a line that scrolls sideways. */
export const hiddenEdges = ({
  scrollLeft,
  clientWidth,
  scrollWidth,
}: Pick<Element, 'scrollLeft' | 'clientWidth' | 'scrollWidth'>): 'none' | 'start' | 'end' | 'both' => {
  // In right-to-left text, browsers use negative offsets.
  const passed = Math.abs(scrollLeft)
  const [before, after] = [passed > 1, scrollWidth - clientWidth - passed > 1]
  if (before && after) return 'both'
  if (before) return 'start'
  return after ? 'end' : 'none'
}

const fadePx = 28

const maskOf = (hidden: ReturnType<typeof hiddenEdges>): string => {
  if (hidden === 'none') return ''
  const [start, end] = [hidden === 'end' ? 0 : fadePx, hidden === 'start' ? 0 : fadePx]
  return `linear-gradient(to right, transparent, black ${start}px calc(100% - ${end}px), transparent)`
}

/** Fades the edges that hide more of a line, instead of cutting it off. The mouse wheel scrolls the line. */
export const useFadedEdges = (line: RefObject<HTMLElement | null>): void => {
  useEffect(() => {
    const { current } = line
    if (!current) return
    const stop = new AbortController()
    const show = () => {
      const hidden = hiddenEdges(current)
      current.dataset.fade = hidden
      current.style.maskImage = maskOf(hidden)
    }
    const onWheel = ({ deltaX, deltaY }: WheelEvent) => {
      if (deltaX === 0) current.scrollLeft += deltaY
    }
    current.addEventListener('scroll', show, { signal: stop.signal, passive: true })
    current.addEventListener('wheel', onWheel, { signal: stop.signal, passive: true })
    const sizes = new ResizeObserver(show)
    for (const element of [current, ...current.children]) sizes.observe(element)
    const parts = new MutationObserver(show)
    parts.observe(current, { childList: true, subtree: true, characterData: true })
    show()
    return () => {
      stop.abort()
      sizes.disconnect()
      parts.disconnect()
    }
  }, [line])
}
