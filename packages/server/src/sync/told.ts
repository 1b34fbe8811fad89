import type { UserId } from '@parley/protocol'

interface Person {
  readonly id: UserId
}

/** Whom an answer has told of: each person's profile stands in it once. */
export class Told {
  private readonly ids = new Set<UserId>()

  /** Those of some lists of people who were not told of yet, each of them once. */
  without<P extends Person>(lists: readonly (readonly P[])[]): P[] {
    const others = new Map<UserId, P>()
    for (const people of lists) for (const person of people) if (!this.ids.has(person.id)) others.set(person.id, person)
    return [...others.values()]
  }

  /** Those of these people who were not told of yet, each of them once; they are told of from now on. */
  news<P extends Person>(people: readonly P[]): P[] {
    return people.filter(({ id }) => {
      const known = this.ids.has(id)
      this.ids.add(id)
      return !known
    })
  }
}
