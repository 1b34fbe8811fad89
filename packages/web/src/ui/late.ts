import { type ComponentType, createElement, type LazyExoticComponent, lazy, useState } from 'react'
import { laterWords } from '../i18n'
import { persistently } from './persistently'

/** A component of the first look, whose code comes by itself: it makes do with the first words. */
export const lateButFirst = <P>(load: () => Promise<ComponentType<P>>): LazyExoticComponent<ComponentType<P>> =>
  lazy(async () => ({ default: await persistently(load) }))

/**
 * The same for what the first look most likely shows: its code begins to come now. When it is there before it is shown,
 * nothing waits, where React would hold it back for up to 300 ms after the last thing that waited.
 */
export const soon = <P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> => {
  let there: ComponentType<P> | undefined
  const coming = persistently(load).then((component) => {
    there = component
    return { default: component }
  })
  // Whoever shows it hears of it.
  coming.catch(() => undefined)
  const Later = lazy(() => coming) as unknown as ComponentType<P>
  return (props: P) => {
    const [Shown] = useState(() => there ?? Later)
    return createElement(Shown, props)
  }
}

/**
 * A component whose code comes when it is shown first, and with it the words that the first look does without.
 * @param after what both wait for
 */
export const late = <P>(
  load: () => Promise<ComponentType<P>>,
  after?: Promise<void>,
): LazyExoticComponent<ComponentType<P>> =>
  lateButFirst(async () => {
    await after
    return (await Promise.all([load(), laterWords()]))[0]
  })
