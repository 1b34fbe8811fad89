import { readFile } from 'node:fs/promises'
import { seriousFindings } from './lib/accessibility'
import { en, zh } from './lib/catalogs'
import { password } from './lib/people'
import { type BrowserOptions, devices, expect, test } from './lib/test'

const looks: readonly (BrowserOptions & { readonly language: 'en' | 'zh' })[] = [
  { language: 'en', theme: 'light', context: devices.desktop },
  { language: 'zh', theme: 'dark', context: devices.smallPhone },
]

for (const look of looks)
  test(`people request a copy of their data, and download it (${look.language}, ${look.theme})`, async ({
    browsers,
    cast,
  }) => {
    browsers.guard.allow(/status of 40[13]/)
    const words = look.language === 'zh' ? { ...en, ...zh } : en
    const [carol] = await cast('carol')
    const page = await browsers.open(carol, '/settings', look)
    await page.getByRole('button', { name: words.exportRequest }).press('Enter')
    const dialog = page.getByRole('dialog')
    const field = dialog.getByLabel(words.oldPassword, { exact: true })
    await field.fill('not this one')
    await page.keyboard.press('Enter')
    await expect(dialog.getByText(words.oldPasswordWrong)).toBeVisible()
    await field.fill(password)
    await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'))
    expect(await seriousFindings(page)).toEqual([])
    await page.keyboard.press('Enter')
    await expect(dialog).toBeHidden()
    const download = page.getByRole('button', { name: words.exportDownload })
    await expect(download).toBeVisible()
    await expect(page.getByRole('button', { name: words.exportRequest })).toBeHidden()
    expect(await seriousFindings(page)).toEqual([])
    await download.press('Enter')
    await field.fill(password)
    const [saved] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
    expect(saved.suggestedFilename()).toMatch(/^parley-\d{4}-\d\d-\d\d\.zip$/)
    const bytes = await readFile(await saved.path())
    expect(bytes.subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004')
    expect(bytes.includes('index.html')).toBe(true)
  })
