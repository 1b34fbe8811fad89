/** Counts, levels and distributions in the text format of Prometheus (exposition format 0.0.4). */

type LabelValues = readonly string[]

export interface Counter {
  /** @param values one value per label name, in their order */
  inc(values?: LabelValues, by?: number): void
}

export interface Histogram {
  /** @param value in the unit that the name ends with */
  observe(value: number, values?: LabelValues): void
}

interface Definition {
  readonly name: string
  readonly help: string
  readonly labels?: readonly string[]
}

export interface HistogramDefinition extends Definition {
  /** Upper bounds, rising. */
  readonly buckets: readonly number[]
}

interface GaugeDefinition extends Definition {
  /** Reads the level on request: one number, or one per list of label values. */
  readonly read: () => number | Iterable<readonly [LabelValues, number]>
}

/** Bounds for durations in seconds, from half a millisecond to ten seconds. */
export const durationBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const

/** Different label values that one metric keeps; further ones are counted under `other`. */
const MAX_SERIES = 1_000

/** Everything that `/metrics` shows. */
export class Metrics {
  private readonly renderers: (() => string)[] = []

  counter(definition: Definition): Counter {
    const series = new Series(definition, () => ({ total: 0 }))
    this.renderers.push(
      () => head(definition, 'counter') + series.lines(({ total }, labels) => `${definition.name}${labels} ${total}\n`),
    )
    return {
      inc: (values = [], by = 1) => {
        series.of(values).total += by
      },
    }
  }

  gauge(definition: GaugeDefinition): void {
    const { name, labels = [], read } = definition
    this.renderers.push(() => {
      const level = read()
      const levels = typeof level === 'number' ? [[[], level] as const] : [...level]
      const lines = levels.map(([values, value]) => `${name}${labelText(labels, values)} ${value}\n`)
      return head(definition, 'gauge') + lines.join('')
    })
  }

  histogram(definition: HistogramDefinition): Histogram {
    const { name, buckets } = definition
    const series = new Series(definition, () => ({
      counts: new Array<number>(buckets.length).fill(0),
      count: 0,
      sum: 0,
    }))
    this.renderers.push(
      () =>
        head(definition, 'histogram') +
        series.lines(({ counts, count, sum }, labels) => {
          const lines = buckets.map((bound, at) => `${name}_bucket${withBound(labels, String(bound))} ${counts[at]}\n`)
          return `${lines.join('')}${name}_bucket${withBound(labels, '+Inf')} ${count}\n${name}_sum${labels} ${sum}\n${name}_count${labels} ${count}\n`
        }),
    )
    return {
      observe: (value, values = []) => {
        const one = series.of(values)
        one.count++
        one.sum += value
        for (let at = buckets.length - 1; at >= 0 && value <= (buckets[at] ?? 0); at--)
          one.counts[at] = (one.counts[at] ?? 0) + 1
      },
    }
  }

  /** The text of all metrics. */
  render(): string {
    return this.renderers.map((render) => render()).join('')
  }
}

/** One metric's values by labels. They are found by the raw values: the text of labels is made only once for each. */
class Series<T> {
  private readonly byValues = new Map<string, { readonly labels: string; readonly one: T }>()

  constructor(
    private readonly definition: Definition,
    private readonly make: () => T,
  ) {
    if (!definition.labels) this.of([])
  }

  of(values: LabelValues): T {
    const key = values.length === 1 ? (values[0] ?? '') : values.join('\0')
    const held = this.byValues.get(key)
    if (held) return held.one
    if (this.byValues.size >= MAX_SERIES && values.some((value) => value !== 'other'))
      return this.of(values.map(() => 'other'))
    const one = this.make()
    this.byValues.set(key, { labels: labelText(this.definition.labels ?? [], values), one })
    return one
  }

  lines(render: (one: T, labels: string) => string): string {
    return [...this.byValues.values()].map(({ one, labels }) => render(one, labels)).join('')
  }
}

const head = ({ name, help }: Definition, type: string): string => `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`

const escaped = (value: string): string => value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')

const labelText = (names: readonly string[], values: LabelValues): string =>
  names.length === 0 ? '' : `{${names.map((name, at) => `${name}="${escaped(values[at] ?? '')}"`).join(',')}}`

const withBound = (labels: string, bound: string): string =>
  labels === '' ? `{le="${bound}"}` : `${labels.slice(0, -1)},le="${bound}"}`
