import { expect, test } from 'bun:test'
import { loadsBy, readLoadChoices } from './loads-itself'

test('[M12] nothing loads by itself where the person or the browser saves data', () => {
  expect(loadsBy('always', undefined)).toBe(true)
  expect(loadsBy('never', undefined)).toBe(false)
  expect(loadsBy('always', { saveData: true })).toBe(false)
})

test('[M12] "Wi-Fi only" loads over Wi-Fi and cable, and where the browser does not know', () => {
  expect(
    ['wifi', 'ethernet', 'cellular', 'unknown', undefined].map((type) => loadsBy('wifi', type ? { type } : {})),
  ).toEqual([...[true, true, false, false, true]])
})

test('remembered choices are read, and nonsense is the default', () => {
  expect(readLoadChoices('never wifi always')).toEqual({ pictures: 'never', videos: 'wifi', files: 'always' })
  expect(readLoadChoices('x')).toEqual({ pictures: 'always', videos: 'always', files: 'always' })
  expect(readLoadChoices(undefined)).toEqual({ pictures: 'always', videos: 'always', files: 'always' })
})
