import { expect, test } from 'bun:test'
import { spawnSync } from 'node:child_process'
import { curlOf, lineOf } from './requests'

const params = { text: 'It\'s "fine" \\ $HOME\n`date`' }

test('the shell command has exactly the parameters, whatever their content', () => {
  const command = curlOf({ method: 'messages.send', params, signedIn: true }, 'https://chat.example')
  const said = spawnSync('sh', ['-c', `curl() { printf '%s\\0' "$@"; }; TOKEN=abc; ${command}`], { encoding: 'utf8' })
  const words = said.stdout.split('\0')
  expect(words).toContain('https://chat.example/api/messages.send')
  expect(words).toContain('Authorization: Bearer abc')
  expect(JSON.parse(words[words.indexOf('-d') + 1] ?? '')).toEqual(params)
})

test('methods without a session have no token', () => {
  expect(curlOf({ method: 'accounts.policy', params: {}, signedIn: false }, '')).not.toContain('Authorization')
})

test('a call is one line over TCP', () => {
  const line = lineOf({ method: 'messages.send', params })
  expect(line).not.toContain('\n')
  expect(JSON.parse(line)).toEqual({ jsonrpc: '2.0', id: 1, method: 'messages.send', params })
})
