import { expect, test } from 'bun:test'
import { backIn } from './arrival'

const site = { origin: 'https://chat.example' }

test('[OI3] the way back leads to a page of this site, and nowhere else', () => {
  for (const back of ['/', '/c/0190', '/people?tab=1']) expect(backIn({ back }, site)).toBe(back)
  expect(backIn({}, site)).toBe('/')
  const others = [
    '//evil',
    '/\t/evil',
    '/\n/evil',
    '/\\evil',
    '\\\\evil',
    '/.//evil',
    '/a/..//evil',
    'https://evil',
    'javascript:1',
  ]
  for (const back of [...others, 'https://', '/continue#step=x', '/setup', '/./continue'])
    expect(backIn({ back }, site)).toBe('/')
})
