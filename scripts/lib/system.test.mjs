import { expect, test } from 'bun:test'
import { programs, setUp } from './system.mjs'
import { testParts } from './test-choice.mjs'

/** A machine without the packages of `lacks`. `isAllowed` says whether setup may install packages. */
const machine = ({ lacks, isAllowed = true, works = true }) => {
  const missing = new Set(lacks)
  const [installed, said] = [[], []]
  const run = (parts) =>
    setUp({
      parts,
      isAllowed,
      say: (line) => said.push(line),
      find: (wanted) =>
        programs.filter(
          (program) => program.parts.some((part) => wanted.includes(part)) && missing.has(program.packages[0]),
        ),
      install: (command) => {
        installed.push(command)
        for (const name of works ? [...missing] : []) if (command.includes(` ${name}`)) missing.delete(name)
        return works
      },
    })
  return { run, installed, said }
}

test('only the missing programs of the chosen part are installed, and setup says so', () => {
  const { run, installed, said } = machine({ lacks: ['chromium', 'postgresql', 'xvfb'] })
  run(['browser'])
  expect(installed).toEqual(['apt-get update && apt-get install -y --no-install-recommends chromium xvfb'])
  expect(said).toEqual([
    'Installing chromium, xvfb for the tests (browser) …',
    'Every program that the tests need is installed (browser).',
  ])
})

test('nothing is installed if nothing is missing or setup may not install', () => {
  const whole = machine({ lacks: [] })
  whole.run(['units', 'e2e'])
  expect(whole.installed).toEqual([])
  const guest = machine({ lacks: ['postgresql'], isAllowed: false })
  guest.run(['units'])
  expect(guest.installed).toEqual([])
  expect(guest.said.join('\n')).toContain("sudo sh -c 'apt-get update && apt-get install")
})

test('missing optional programs are fine, and required programs that failed to install are named', () => {
  const { run, said } = machine({ lacks: ['chromium-headless-shell', 'nats-server'], works: false })
  run(['browser'])
  expect(said.at(-2)).toContain('The tests run without it.')
  expect(said.at(-1)).toBe('Every program that the tests need is installed (browser).')
  run(['units'])
  expect(said.at(-2)).toBe('The installation failed.')
  expect(said.at(-1)).toStartWith('Some tests need nats-server.')
})

test('every program belongs to known parts', () => {
  expect(programs.flatMap(({ parts }) => parts).filter((part) => !testParts.includes(part))).toEqual([])
})
