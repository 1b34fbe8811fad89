import { describe, expect, test } from 'bun:test'
import { Metrics } from './metrics'

describe('Metrics', () => {
  test('counts by label', () => {
    const metrics = new Metrics()
    const calls = metrics.counter({ name: 'calls_total', help: 'Calls.', labels: ['method', 'outcome'] })
    calls.inc(['messages.send', 'ok'])
    calls.inc(['messages.send', 'ok'], 2)
    calls.inc(['a"b\\c\nd', 'ok'])
    expect(metrics.render()).toBe(
      '# HELP calls_total Calls.\n# TYPE calls_total counter\n' +
        'calls_total{method="messages.send",outcome="ok"} 3\ncalls_total{method="a\\"b\\\\c\\nd",outcome="ok"} 1\n',
    )
  })

  test('shows a counter without labels from the start', () => {
    const metrics = new Metrics()
    metrics.counter({ name: 'messages_total', help: 'Messages.' })
    expect(metrics.render()).toContain('messages_total 0\n')
  })

  test('reads gauges when asked', () => {
    const metrics = new Metrics()
    let open = 1
    metrics.gauge({ name: 'connections', help: 'Open.', read: () => open })
    metrics.gauge({ name: 'queue', help: 'Waiting.', labels: ['queue'], read: () => [[['commit'], 4]] })
    open = 7
    expect(metrics.render()).toContain('connections 7\n')
    expect(metrics.render()).toContain('queue{queue="commit"} 4\n')
  })

  test('puts values into cumulative buckets', () => {
    const metrics = new Metrics()
    const commits = metrics.histogram({ name: 'commit_seconds', help: 'Commits.', buckets: [0.1, 1] })
    for (const value of [0.05, 0.1, 0.5, 3]) commits.observe(value)
    expect(metrics.render()).toContain(
      'commit_seconds_bucket{le="0.1"} 2\ncommit_seconds_bucket{le="1"} 3\ncommit_seconds_bucket{le="+Inf"} 4\n' +
        'commit_seconds_sum 3.65\ncommit_seconds_count 4\n',
    )
  })

  test('keeps a bounded number of series', () => {
    const metrics = new Metrics()
    const calls = metrics.counter({ name: 'calls', help: 'Calls.', labels: ['from'] })
    for (let at = 0; at < 5_000; at++) calls.inc([`caller ${at}`])
    expect(metrics.render().split('\n').length).toBeLessThan(1_010)
    expect(metrics.render()).toContain('calls{from="other"} 4000\n')
  })
})
