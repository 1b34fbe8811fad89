import { type ComponentType, createElement, lazy, useState } from 'react'
import { loadLaterCatalog } from '../i18n'
import { loadOrUndefined, loadWithRetry } from '../lib/load-with-retry'

type Load<P> = () => Promise<ComponentType<P>>

/**
 * A component whose code loads later. If it has loaded before it renders, it renders at once. React would delay it by
 * up to 300 ms after the previous suspension.
 */
class LazyPart<P extends object> {
  #there: ComponentType<P> | undefined
  #coming: Promise<ComponentType<P>> | undefined

  constructor(private readonly load: Load<P>) {}

  /** Starts to load, and retries without limit. */
  start(): Promise<ComponentType<P>> {
    this.#coming ??= loadWithRetry(() => this.#fetch())
    return this.#coming
  }

  /** Loads the code if that is possible now. */
  preload(): Promise<unknown> {
    return loadOrUndefined(() => this.#fetch())
  }

  component(): ComponentType<P> {
    const Later = lazy(async () => ({ default: await this.start() })) as unknown as ComponentType<P>
    return (props: P) => {
      const [Shown] = useState(() => this.#there ?? Later)
      return createElement(Shown, props)
    }
  }

  async #fetch(): Promise<ComponentType<P>> {
    this.#there ??= await this.load()
    return this.#there
  }
}

const preloads: (() => Promise<unknown>)[] = []

/**
 * Loads the code of all parts that haven't rendered yet, one after the other, with their dependencies. Afterwards
 * everything opens at once.
 * @param rest lets the page do other work between two parts
 */
export const preloadParts = async (rest: () => Promise<void>): Promise<void> => {
  for (let preload = preloads.shift(); preload; preload = preloads.shift()) {
    await rest()
    await preload()
  }
}

/** A component of the first screen, with its own chunk. It uses only texts of the first catalog. */
export const firstScreenPart = <P extends object>(load: Load<P>): ComponentType<P> => new LazyPart(load).component()

/** The same for components that the first screen most likely shows. Their code starts to load now. */
export const eagerPart = <P extends object>(load: Load<P>): ComponentType<P> => {
  const part = new LazyPart(load)
  void part.start()
  return part.component()
}

const preloaded = <P extends object>(load: Load<P>): ComponentType<P> => {
  const part = new LazyPart(load)
  preloads.push(() => part.preload())
  return part.component()
}

/** Loads the texts that the first screen doesn't need as well, and the part's own texts. */
const withWords = async <P>(load: Load<P>, ownTexts?: () => Promise<void>): Promise<ComponentType<P>> =>
  (await Promise.all([load(), loadLaterCatalog(), ownTexts?.()]))[0]

/**
 * A component whose code loads when it first renders, or when the page is idle. The texts that the first screen doesn't
 * need load with it.
 * @param after delays both
 */
export const lazyPart = <P extends object>(load: Load<P>, after?: Promise<void>): ComponentType<P> =>
  preloaded(async () => {
    await after
    return withWords(load)
  })

/** `LoadingPlaceholder` shows its placeholders after this time. They then stay for a moment, so that nothing flickers. */
const shapesAfterMs = 150
const shapesStayMs = 300

/** How much longer the placeholders stay if loading took `tookMs`, in ms. */
export const shapesLeftMs = (tookMs: number): number =>
  tookMs <= shapesAfterMs ? 0 : Math.max(0, shapesAfterMs + shapesStayMs - tookMs)

/**
 * Like `lazyPart`, for parts with `LoadingPlaceholder` as placeholder: once visible, the placeholder stays for 300 ms.
 * @param ownTexts loads texts that only this part uses
 */
export const lazyPane = <P extends object>(load: Load<P>, ownTexts?: () => Promise<void>): ComponentType<P> => {
  let askedAtMs: number | undefined
  return preloaded(async () => {
    askedAtMs ??= performance.now()
    const loaded = await withWords(load, ownTexts)
    const leftMs = shapesLeftMs(performance.now() - askedAtMs)
    if (leftMs > 0) await new Promise((resolve) => setTimeout(resolve, leftMs))
    return loaded
  })
}
