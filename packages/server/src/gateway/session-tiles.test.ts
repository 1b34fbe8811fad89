import { expect, test } from 'bun:test'
import { TestApp } from '../testing/test-app'

test('opening a session returns the address of maps, if there are any', async () => {
  const tiles = { url: 'https://tiles.example/{z}/{x}/{y}.png', attribution: '© Map makers' }
  for (const set of [tiles, undefined]) {
    await using app = await TestApp.start(set ? { tiles: set } : {})
    const alice = await app.person('alice')
    expect((await alice.call('session.open', { token: alice.token })).tiles).toEqual(set)
  }
})
