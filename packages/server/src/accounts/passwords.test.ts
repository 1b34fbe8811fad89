import { expect, test } from 'bun:test'
import { argon2Cost, Passwords } from './passwords'

const cheap = { memoryKib: 64, passes: 1 }

test('hashes are argon2id of the requested cost, each with its own salt', async () => {
  const passwords = new Passwords(argon2Cost)
  const [one, two] = await Promise.all([passwords.hash('tidal fox lamp'), passwords.hash('tidal fox lamp')])
  expect(one).toStartWith('$argon2id$v=19$m=19456,t=2,p=1$')
  expect(one).not.toBe(two)
  expect(await passwords.verify('tidal fox lamp', one)).toBe(true)
  expect(await passwords.verify('tidal fox lam', one)).toBe(false)
})

test('an unknown user costs as much as a wrong password', async () => {
  const passwords = new Passwords(argon2Cost)
  const hash = await passwords.hash('tidal fox lamp')
  const fastestMs = async (against: string | undefined) => {
    const timings: number[] = []
    for (let at = 0; at < 8; at++) {
      const startedAt = performance.now()
      expect(await passwords.verify('wrong', against)).toBe(false)
      timings.push(performance.now() - startedAt)
    }
    return Math.min(...timings)
  }
  const wrong = await fastestMs(hash)
  const nobody = await fastestMs(undefined)
  // Answering without the work would be a hundred times faster.
  expect(nobody).toBeGreaterThan(wrong / 3)
})

test('the same password typed on another keyboard fits', async () => {
  const passwords = new Passwords(cheap)
  const hash = await passwords.hash('cafe\u0301 au lait')
  expect(await passwords.verify('caf\u00e9 au lait', hash)).toBe(true)
  expect(await passwords.verify('', hash)).toBe(false)
})

test('too many at once are refused for now, and waiting ones get their turn', async () => {
  const passwords = new Passwords(cheap)
  const asked = Array.from({ length: 300 }, () =>
    passwords.verify('x', undefined).then(String, ({ failure }) => failure),
  )
  const answers = await Promise.all(asked)
  expect(answers.filter((answer) => answer === 'false')).toHaveLength(202)
  expect(answers.filter((answer) => answer === 'unavailable')).toHaveLength(98)
  expect(passwords.queueLength).toBe(0)
})
