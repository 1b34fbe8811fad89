import { expect, test } from 'bun:test'
import { cyclesIn, importCycles } from './import-graph.mjs'

const [button, dialog, form] = ['button', 'dialog', 'form'].map((name) => `packages/web/src/ui/${name}.tsx`)
const leads = (from, to, kind = 'run') => ({ from, to, kind })

test('files of one folder never import each other, not even types or through a third one', () => {
  const cycle = [`an import cycle: ${button} → ${dialog} → ${button}`]
  expect(cyclesIn([leads(button, dialog), leads(dialog, button)])).toEqual(cycle)
  expect(cyclesIn([leads(button, dialog, 'type'), leads(dialog, button, 'type')])).toEqual(cycle)
  expect(cyclesIn([leads(button, dialog), leads(dialog, form), leads(form, button)])).toHaveLength(1)
  expect(cyclesIn([leads(button, dialog), leads(dialog, form), leads(button, form)])).toEqual([])
})

test('a dynamic import is part of a cycle, unless only a type leads back', () => {
  expect(cyclesIn([leads(button, dialog, 'lazy'), leads(dialog, button)])).toHaveLength(1)
  expect(cyclesIn([leads(button, dialog, 'lazy'), leads(dialog, button, 'type')])).toEqual([])
})

test('the project has no import cycles', () => {
  expect(importCycles().problems).toEqual([])
})
