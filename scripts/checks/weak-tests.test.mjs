import { expect, test } from 'bun:test'
import { endlessWaits, floatingExpectations } from './weak-tests.mjs'

test('an expectation about a promise without await is found, with any line breaks', () => {
  for (const text of [
    "expect(call()).rejects.toThrow('no')",
    'expect(call(1, () => f())).resolves.toBe(1)',
    "  work()\n  expect(\n    cache.get('a', async () => {\n      throw new Error('no')\n    }),\n  ).rejects.toThrow('no')",
    "expect(call())\n  .rejects.toMatchObject({ code: 'no' })",
    'if (late) expect(call()).rejects.toThrow()',
  ])
    expect([text, floatingExpectations(text).map((at) => text.slice(at, at + 6))]).toEqual([text, ['expect']])
})

test('an awaited or returned expectation is allowed', () => {
  for (const text of [
    "await expect(call()).rejects.toThrow('no')",
    "await expect(\n  call(),\n).rejects.toThrow('no')",
    'return expect(call()).resolves.toBe(1)',
    'const refused = (call) => expect(call()).rejects.toThrow()',
    'await Promise.all([expect(a()).rejects.toThrow(), expect(b()).rejects.toThrow()])',
    'const outcome = expect(call()).rejects.toThrow()\nawait outcome',
    "expect(await call().catch(String)).toBe('no')",
  ])
    expect([text, floatingExpectations(text)]).toEqual([text, []])
})

test("a loop that only sleeps until a condition holds is found, one that does more isn't", () => {
  for (const text of [
    'while (!seen) await Bun.sleep(5)',
    'while ((await open()) > 0) await Bun.sleep(5)',
    'while (!seen.includes(text)) {\n  await Bun.sleep(5)\n}',
    'while (live() !== 1) await sleep(5)',
    'while (!seen) await Promise.race([Bun.sleep(20), ended])',
  ])
    expect([text, endlessWaits(text)]).toEqual([text, [0]])
  for (const text of [
    'while (more) await step()',
    'while (!over) await work().catch(() => Bun.sleep(0))',
    'await eventually(() => seen)',
    'while (at < 3) {\n  at++\n  await Bun.sleep(1)\n}',
  ])
    expect([text, endlessWaits(text)]).toEqual([text, []])
})
