import { expect, test } from 'bun:test'
import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { requiredContext } from './required-context'

const [LampContext, useLamp] = requiredContext<{ readonly color: string }>('LampContext')
const Lamp = () => useLamp().color

test('the hook returns the value of the nearest provider', () => {
  const inner = createElement(LampContext, { value: { color: 'green' } }, createElement(Lamp))
  expect(renderToString(createElement(LampContext, { value: { color: 'red' } }, inner))).toBe('green')
})

test('the hook throws without a provider', () => {
  expect(() => renderToString(createElement(Lamp))).toThrow('LampContext has no provider')
})
