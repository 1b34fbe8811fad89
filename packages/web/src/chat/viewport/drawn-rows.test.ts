import { describe, expect, test } from 'bun:test'
import { elementScroll, Virtualizer } from '@tanstack/react-virtual'
import { rowsToDraw, stillSuffices } from './drawn-rows'

const rowPx = 50
const heightPx = 500

/** A history of 100 rows in a view of ten, scrolled to `scrollOffset`. Two more rows are rendered on both sides. */
const scrolledTo = (scrollOffset: number) => {
  const virtualizer = new Virtualizer<HTMLDivElement, HTMLElement>({
    ...{ count: 100, estimateSize: () => rowPx, overscan: 2, paddingStart: 6, paddingEnd: 6, anchorTo: 'end' },
    ...{ initialRect: { width: 300, height: heightPx }, initialOffset: scrollOffset },
    ...{ getScrollElement: () => null, scrollToFn: elementScroll },
    ...{ observeElementRect: () => undefined, observeElementOffset: () => undefined },
  })
  const drawn = rowsToDraw(virtualizer)
  const scrollTo = (offset: number) => {
    virtualizer.scrollOffset = offset
    return stillSuffices(drawn, virtualizer)
  }
  return { virtualizer, drawn, scrollTo }
}

const endPx = 100 * rowPx + 12 - heightPx

describe('the rendered rows', () => {
  test('are those in view and some around, with space for all others', () => {
    expect(scrolledTo(1_006).drawn).toEqual({ from: 18, to: 31, beforePx: 906, afterPx: 68 * rowPx + 6 })
    expect(scrolledTo(endPx).drawn).toMatchObject({ to: 99, afterPx: 6 })
  })

  test('suffice after they were measured, at the end and above', () => {
    for (const offset of [endPx, 1_006]) {
      const { virtualizer, drawn } = scrolledTo(offset)
      for (let index = drawn.from; index <= drawn.to; index++) virtualizer.resizeItem(index, rowPx + (index % 3))
      expect(stillSuffices(drawn, virtualizer)).toBe(true)
    }
  })

  test('suffice while the view moves within them, and down to the end', () => {
    expect(scrolledTo(endPx - 40).scrollTo(endPx)).toBe(true)
    expect(scrolledTo(endPx - 10 * rowPx).scrollTo(endPx)).toBe(false)
    expect(scrolledTo(1_020).scrollTo(1_040)).toBe(true)
    expect(scrolledTo(1_006).scrollTo(1_006 - rowPx)).toBe(false)
    expect(scrolledTo(1_006).scrollTo(1_006 + 2 * rowPx)).toBe(false)
  })

  test('no longer suffice when a row outside them has another height', () => {
    for (const index of [0, 99]) {
      const { virtualizer, drawn } = scrolledTo(1_006)
      virtualizer.resizeItem(index, 2 * rowPx)
      expect(stillSuffices(drawn, virtualizer)).toBe(false)
    }
  })
})
