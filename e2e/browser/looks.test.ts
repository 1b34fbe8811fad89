import { writeFileSync } from 'node:fs'
import {
  difference,
  type Look,
  machineOf,
  screenshotOf,
  sectionsOf,
  serveGallery,
  whyIncomparable,
  writeReferences,
} from './lib/looks'
import { expect, test } from './lib/test'

const widths = [360, 768, 1280] as const
const themes = ['light', 'dark'] as const
const languages = ['en', 'zh'] as const

/** In this order, because each change of the theme is a transition, which the screenshots wait for. */
const all: readonly Look[] = themes.flatMap((theme) =>
  widths.flatMap((width) => languages.map((language) => ({ width, theme, language }))),
)
/** Components over the window look much the same in all looks. */
const few: readonly Look[] = [
  { width: 360, theme: 'dark', language: 'zh' },
  { width: 1280, theme: 'light', language: 'en' },
]

const update = process.env.PARLEY_UPDATE_LOOKS === 'yes'

test('every component matches its references in every state, at three widths, in both themes and languages', async ({
  browser,
}) => {
  const info = test.info()
  // The test takes hundreds of screenshots in sequence.
  test.setTimeout(1_200_000)
  const gallery = await serveGallery()
  const context = await browser.newContext({ locale: 'en-US', timezoneId: 'UTC', deviceScaleFactor: 1 })
  try {
    const page = await context.newPage()
    await page.goto(gallery.url)
    const machine = await machineOf(page)
    const reason = update ? undefined : whyIncomparable(machine)
    if (reason) console.log(`Looks are not compared: ${reason}. \`npm run gallery -- --update\` makes new references.`)
    info.skip(reason !== undefined, reason ?? '')
    const shots = new Map<string, Buffer>()
    for (const section of await sectionsOf(page))
      for (const look of section.over ? few : all) {
        const name = `${section.name}-${look.width}-${look.theme}-${look.language}`
        const png = await screenshotOf(page, section, look)
        // A busy machine may draw late, so a different screenshot is taken once more.
        shots.set(name, update || difference(name, png) === undefined ? png : await screenshotOf(page, section, look))
      }
    if (update) writeReferences(machine, shots)
    const problems = [...shots].flatMap(([name, png]) => {
      const problem = difference(name, png)
      if (problem) writeFileSync(info.outputPath(`${name}.png`), png)
      return problem ?? []
    })
    expect(problems, `The current screenshots are in ${info.outputDir}`).toEqual([])
  } finally {
    await context.close()
    gallery.stop()
  }
})
