import { expect, test } from 'bun:test'
import { loadsBy, readLoadChoices } from './loads-itself'

test('[M12] with data saving on, in the settings or the browser, nothing loads automatically', () => {
  expect(loadsBy('always', undefined)).toBe(true)
  expect(loadsBy('never', undefined)).toBe(false)
  expect(loadsBy('always', { saveData: true })).toBe(false)
})

test('[M12] "Wi-Fi only" loads over Wi-Fi and cable, and if the browser can\'t tell', () => {
  expect(
    ['wifi', 'ethernet', 'cellular', 'unknown', undefined].map((type) => loadsBy('wifi', type ? { type } : {})),
  ).toEqual([...[true, true, false, false, true]])
})

test('stored choices are read, and invalid ones become the default', () => {
  expect(readLoadChoices('never wifi always')).toEqual({ pictures: 'never', videos: 'wifi', files: 'always' })
  expect(readLoadChoices('x')).toEqual({ pictures: 'always', videos: 'always', files: 'always' })
  expect(readLoadChoices(undefined)).toEqual({ pictures: 'always', videos: 'always', files: 'always' })
})
