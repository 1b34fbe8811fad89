import type { Page } from '@playwright/test'
import { seriousFindings } from './accessibility'
import { en, zh } from './catalogs'
import type { GalleryData } from './gallery-data'
import { type Browsers, devices } from './test'

const pictures = process.env.PARLEY_SCREENS === 'on'

type Language = 'en' | 'zh'
type Device = 'desktop' | 'phone'

/**
 * Runs in the page: resolves when nothing has moved or faded for some frames. Elements that load late also fade in
 * late.
 */
const atRest = async (): Promise<void> => {
  for (let frames = 0; frames < 5; frames++) {
    const moving = document.getAnimations().filter(({ playState }) => playState === 'running')
    if (moving.length > 0) frames = 0
    await Promise.all(moving.map((animation) => animation.finished.catch(() => 0)))
    await new Promise(requestAnimationFrame)
  }
}

/** Goes from state to state in one language on one device, and shows each in both themes. */
export class Gallery {
  readonly findings: string[] = []
  readonly words: typeof en

  constructor(
    readonly browsers: Browsers,
    readonly stage: GalleryData,
    readonly look: { readonly language: Language; readonly device: Device },
  ) {
    this.words = look.language === 'en' ? en : (zh as unknown as typeof en)
  }

  get onPhone(): boolean {
    return this.look.device === 'phone'
  }

  open(person: Parameters<Browsers['open']>[0], path: string, url = this.stage.server.url): Promise<Page> {
    return this.browsers.open(person, path, {
      url,
      theme: 'light',
      language: this.look.language,
      context: { ...devices[this.look.device], reducedMotion: 'reduce' },
    })
  }

  /** Goes to an address without a reload of the page. */
  async go(page: Page, path: string): Promise<void> {
    await page.evaluate((to) => history.pushState(null, '', to), path)
  }

  /** Runs axe on a state in both themes, and takes pictures of it with `PARLEY_SCREENS=on`, to look at. */
  async show(page: Page, name: string): Promise<void> {
    for (const theme of ['light', 'dark'] as const) {
      await page.evaluate((next) => {
        localStorage.setItem('parley.theme', next)
        window.dispatchEvent(new StorageEvent('storage', { key: 'parley.theme' }))
      }, theme)
      await page.mouse.move(0, 0)
      await page.evaluate(atRest)
      const { language, device } = this.look
      if (pictures) await page.screenshot({ path: `e2e/screens/${device}-${language}-${theme}/${name}.png` })
      const found = await seriousFindings(page, theme === 'light' ? 'all' : 'contrast')
      this.findings.push(...found.map((finding) => `${name}, ${theme}: ${finding}`))
    }
    await this.reflow(page, name)
  }

  /** Checks that nothing scrolls sideways, on narrow phones either. */
  private async reflow(page: Page, name: string): Promise<void> {
    const { width, height } = devices[this.look.device].viewport
    for (const size of this.onPhone ? [width, 320] : [width]) {
      await page.setViewportSize({ width: size, height })
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      if (overflow > 0) this.findings.push(`${name}, ${size} px wide: the page is ${overflow} px too wide`)
    }
    if (this.onPhone) await page.setViewportSize({ width, height })
  }
}
