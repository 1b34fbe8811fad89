import { type LaunchOptions, launch, type Page } from 'puppeteer-core'
import type { Engine, EnginePage } from './engine'

const pageOf = (page: Page): EnginePage => ({
  open: async (url) => void (await page.goto(url)),
  reload: async () => void (await page.reload()),
  run: (run, given) => page.evaluate(run as never, given) as never,
  click: ({ x, y }) => page.mouse.click(x, y),
  async wheel({ x, y }, stepPx) {
    await page.mouse.move(x, y)
    await page.mouse.wheel({ deltaY: stepPx })
  },
  type: (text) => page.keyboard.type(text),
  async press(key, held) {
    if (held) await page.keyboard.down(held)
    await page.keyboard.press(key)
    if (held) await page.keyboard.up(held)
  },
  async choose(selector, path) {
    const found = await page.$(`input${selector}`)
    const input = await found?.toElement('input')
    if (!input) throw new Error(`The page has no input ${selector}.`)
    await input.uploadFile(path)
  },
  screenshot: () => page.screenshot({ encoding: 'base64' }),
})

const start = async (options: LaunchOptions): Promise<Engine> => {
  const browser = await launch({ headless: true, defaultViewport: { width: 1280, height: 800 }, ...options })
  const pages: EnginePage[] = []
  return {
    pages,
    async newPage() {
      const page = pageOf(await browser.newPage())
      pages.push(page)
      return page
    },
    close: () => browser.close(),
  }
}

/** Firefox, driven by WebDriver BiDi. */
export const startFirefox = (executablePath: string): Promise<Engine> =>
  start({ browser: 'firefox', executablePath, extraPrefsFirefox: { 'intl.accept_languages': 'en-US' } })

/** Chromium, driven by its DevTools protocol. */
export const startChromium = (executablePath: string): Promise<Engine> =>
  start({ browser: 'chrome', executablePath, args: ['--no-sandbox', '--disable-gpu', '--lang=en-US'] })
