type Pattern = readonly [pattern: RegExp, name: string]

// The first match wins: Edge and Opera also name Chrome, and Chrome also names Safari.
const browsers: readonly Pattern[] = [
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]
const systems: readonly Pattern[] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/CrOS/, 'ChromeOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
]

const find = (patterns: readonly Pattern[], text: string) => patterns.find(([pattern]) => pattern.test(text))?.[1]

/** A name for the list of sessions, such as "Firefox, Windows". */
export const deviceName = (userAgent: string): string =>
  [find(browsers, userAgent) ?? 'Browser', find(systems, userAgent)].filter(Boolean).join(', ')
