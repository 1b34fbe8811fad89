import { type ComponentType, type LazyExoticComponent, lazy } from 'react'
import { laterWords } from '../i18n'
import { persistently } from './persistently'

/** A component of the first look, whose code comes by itself: it makes do with the first words. */
export const lateButFirst = <P>(load: () => Promise<ComponentType<P>>): LazyExoticComponent<ComponentType<P>> =>
  lazy(async () => ({ default: await persistently(load) }))

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
