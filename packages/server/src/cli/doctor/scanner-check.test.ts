import { expect, test } from 'bun:test'
import { parseConfig } from '../../config/config'
import { type Answering, TestScanner } from '../../testing/scanner'
import type { Finding } from './check'
import { scannerCheck } from './scanner-check'

const check = (url: string, onTimeout = 'refuse'): Promise<Finding[]> => {
  const env = { PARLEY_MEDIA_SCAN_URL: url, PARLEY_MEDIA_SCAN_TIMEOUT: onTimeout }
  return scannerCheck(parseConfig({ env }).mediaScan).run()
}

const checkWith = async (answering: Answering): Promise<Finding[]> => {
  await using scanner = new TestScanner(answering)
  return await check(scanner.url)
}

const scan: Answering = ({ text }) => (text.includes('EICAR') ? { clean: false, reason: 'Eicar' } : { clean: true })

test('a scanner that finds the test file and passes a harmless one is good', async () => {
  expect(await checkWith(scan)).toMatchObject([{ level: 'good' }])
})

test('no scanner is good too', async () => {
  expect(await scannerCheck(undefined).run()).toMatchObject([{ level: 'good' }])
})

test('a scanner that misses the test file gets a warning', async () => {
  expect(await checkWith(() => ({ clean: true }))).toMatchObject([
    { level: 'warning', text: expect.stringContaining('EICAR') },
  ])
})

test('a scanner that refuses everything is bad, with its reason', async () => {
  expect(await checkWith(() => ({ clean: false, reason: 'no database' }))).toMatchObject([
    { level: 'bad', text: expect.stringContaining('(no database)') },
  ])
})

test('a scanner that fails or can’t be reached is bad, and the remedy says what happens to uploads', async () => {
  expect(await checkWith(() => 503)).toMatchObject([{ level: 'bad', text: expect.stringContaining('503') }])
  await using scanner = new TestScanner(scan)
  const { url } = scanner
  await scanner[Symbol.asyncDispose]()
  expect(await check(url)).toMatchObject([{ level: 'bad', remedy: expect.stringContaining('uploads are refused') }])
  expect(await check(url, 'allow')).toMatchObject([
    { level: 'bad', remedy: expect.stringContaining('pass without a scan') },
  ])
})
