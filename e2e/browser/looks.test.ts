import { writeFileSync } from 'node:fs'
import { differs, incomparable, keep, type Look, machineOf, sectionsOf, serveGallery, shoot } from './lib/looks'
import { expect, test } from './lib/test'

const widths = [360, 768, 1280] as const
const themes = ['light', 'dark'] as const
const languages = ['en', 'zh'] as const

const all: readonly Look[] = widths.flatMap((width) =>
  themes.flatMap((theme) => languages.map((language) => ({ width, theme, language }))),
)
/** What stands over the window looks much the same everywhere. */
const few: readonly Look[] = [
  { width: 360, theme: 'dark', language: 'zh' },
  { width: 1280, theme: 'light', language: 'en' },
]

const update = process.env.PARLEY_UPDATE_LOOKS === 'yes'

test('every component looks as it did, in every state, at three widths, in both themes and languages', async ({
  browser,
}) => {
  const info = test.info()
  // Hundreds of screenshots, one after another.
  test.setTimeout(1_200_000)
  const gallery = await serveGallery()
  const context = await browser.newContext({ locale: 'en-US', timezoneId: 'UTC', deviceScaleFactor: 1 })
  try {
    const page = await context.newPage()
    await page.goto(gallery.url)
    const machine = await machineOf(page)
    const reason = update ? undefined : incomparable(machine)
    if (reason) console.log(`Looks are not compared: ${reason}. \`npm run gallery -- --update\` makes new references.`)
    info.skip(reason !== undefined, reason ?? '')
    const shots = new Map<string, Buffer>()
    for (const section of await sectionsOf(page))
      for (const look of section.over ? few : all) {
        const name = `${section.name}-${look.width}-${look.theme}-${look.language}`
        const png = await shoot(page, section, look)
        // A busy machine may draw late: what differs is looked at once more.
        shots.set(name, update || differs(name, png) === undefined ? png : await shoot(page, section, look))
      }
    if (update) keep(machine, shots)
    const problems = [...shots].flatMap(([name, png]) => {
      const problem = differs(name, png)
      if (problem) writeFileSync(info.outputPath(`${name}.png`), png)
      return problem ?? []
    })
    expect(problems, `What they look like now is in ${info.outputDir}`).toEqual([])
  } finally {
    await context.close()
    gallery.stop()
  }
})
