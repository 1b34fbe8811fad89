import { expect, test } from 'bun:test'
import { menuHeightPx, menuSide } from './menu-place'

test('the height of a menu follows from its items, groups and strip', () => {
  expect(menuHeightPx({ items: 9, groups: 2, strip: true, coarse: false })).toBe(8 + 324 + 18 + 45)
  expect(menuHeightPx({ items: 9, groups: 2, strip: true, coarse: true })).toBe(8 + 396 + 18 + 53)
  expect(menuHeightPx({ items: 1, groups: 0, strip: false, coarse: false })).toBe(44)
})

test('a menu is beside its subject, else covers little of it, else opens in place if the subject fills the window', () => {
  const side = (top: number, bottom: number) => menuSide({ top, bottom }, 400, 800)
  expect(side(100, 150)).toEqual({ how: 'beside', about: { top: 100, bottom: 150 } })
  expect(side(600, 700)).toEqual({ how: 'beside', about: { top: 600, bottom: 700 } })
  expect(side(-50, 300)).toEqual({ how: 'beside', about: { top: 0, bottom: 300 } })
  expect(side(390, 430)).toEqual({ how: 'over', about: { top: 390, bottom: 430 }, side: 'top' })
  expect(side(350, 410)).toEqual({ how: 'over', about: { top: 350, bottom: 410 }, side: 'bottom' })
  expect(side(60, 720)).toEqual({ how: 'there' })
})
