import type { Place } from './place.ts';
import { aheadMs } from './place.ts';
import type { Worker } from './ports.ts';
import type { Strategy } from './queue-settings.ts';

/** A place that is to be offered a lease. */
interface Offer {
  readonly place: Place;
  readonly aheadMs: number;
  /** How many places of its worker are emptier. */
  turn: number;
}

type Compare = (a: Offer, b: Offer) => number;

/** In which order places are offered leases, each of them one, by the strategy that a person has chosen. */
export class DispatchOrder {
  readonly #strategy: () => Strategy;
  /** Which worker was served last, where each has its turn. */
  #lastServed = 0;

  constructor(strategy: () => Strategy) {
    this.#strategy = strategy;
  }

  /** `leasesAt`: how many leases a worker has. */
  of(places: readonly Place[], leasesAt: (worker: Worker) => number): readonly Place[] {
    if (places.length < 2) return places;
    const offers = places.map((place) => ({ place, aheadMs: aheadMs(place), turn: 0 })).sort(emptiestFirst);
    countTurns(offers);
    return offers.sort(this.#compare(leasesAt)).map(({ place }) => place);
  }

  noteServed(place: Place): void {
    this.#lastServed = workerNumber(place);
  }

  #compare(leasesAt: (worker: Worker) => number): Compare {
    switch (this.#strategy()) {
      case 'dynamic':
        return emptiestFirst;
      case 'least-busy': {
        const share = ({ place: { worker }, turn }: Offer) => (leasesAt(worker) + turn) / worker.slots;
        return (a, b) => share(a) - share(b) || emptiestFirst(a, b);
      }
      case 'round-robin': {
        const hadTurn = ({ place }: Offer) => (workerNumber(place) > this.#lastServed ? 0 : 1);
        const order: Compare = (a, b) => hadTurn(a) - hadTurn(b) || workerNumber(a.place) - workerNumber(b.place);
        return (a, b) => a.turn - b.turn || order(a, b);
      }
    }
  }
}

/** Whoever is through with what it has first; slots of this computer and of others alike, as each is counted in its own time. */
function emptiestFirst(a: Offer, b: Offer): number {
  return a.aheadMs - b.aheadMs || a.place.leases.size - b.place.leases.size || a.place.number - b.place.number;
}

function countTurns(offers: readonly Offer[]): void {
  const turns = new Map<Worker, number>();
  for (const offer of offers) {
    offer.turn = turns.get(offer.place.worker) ?? 0;
    turns.set(offer.place.worker, offer.turn + 1);
  }
}

/** Workers in the order in which they came. */
function workerNumber({ number, slot }: Place): number {
  return number - slot;
}
