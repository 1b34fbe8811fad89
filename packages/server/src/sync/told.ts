import type { UserId } from '@parley/protocol'

interface Person {
  readonly id: UserId
}

/** Users whose profiles a response holds: each profile is in it once. */
export class Told {
  private readonly ids = new Set<UserId>()

  /** Users of some lists whose profiles the response lacks, each once. */
  without<P extends Person>(lists: readonly (readonly P[])[]): P[] {
    const others = new Map<UserId, P>()
    for (const people of lists) for (const person of people) if (!this.ids.has(person.id)) others.set(person.id, person)
    return [...others.values()]
  }

  /** The users whose profiles the response lacks, each once; marks them as included. */
  news<P extends Person>(people: readonly P[]): P[] {
    return people.filter(({ id }) => {
      const known = this.ids.has(id)
      this.ids.add(id)
      return !known
    })
  }
}
