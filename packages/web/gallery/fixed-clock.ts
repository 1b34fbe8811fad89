/** Imported before everything else: in the gallery it is always the same moment. */
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

/** Some components remember things between visits: the gallery begins anew each time. */
localStorage.clear()
