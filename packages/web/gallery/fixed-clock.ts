/** Import it before everything else: the time in the gallery is fixed. */
export const nowMs = Date.UTC(2026, 10, 27, 14, 5)

const RealDate = Date

class FixedDate extends RealDate {
  constructor(...given: unknown[]) {
    super(...((given.length === 0 ? [nowMs] : given) as [number]))
  }

  static override now(): number {
    return nowMs
  }
}

globalThis.Date = FixedDate as DateConstructor

/** Some components store data between visits. The gallery starts fresh each time. */
localStorage.clear()
