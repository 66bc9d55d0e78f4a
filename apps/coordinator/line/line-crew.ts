import type { WorkerHello } from "../../../libs/dispatch/messages.ts";
import { printable } from "../../../libs/failure/printable.ts";

/**
 * What the line does with a fixture that a worker offers: `take` it; `leave` it, since it is not the line's;
 * or not use it, for a reason that people are told.
 */
export type Admission = "take" | "leave" | { readonly why: string };

/** What came of a worker's hello. */
export interface Meeting {
  /** Workers that it takes fixtures over from, each with those: they are gone, though that was not heard. */
  readonly replaced: readonly WorkerHello[];
  /** It, with the line's fixtures that it serves from now on; undefined without any. */
  readonly served: WorkerHello | undefined;
  /** For people: fixtures that are not used, and why. */
  readonly notices: readonly string[];
}

/** Where a fixture is. */
type Home = Pick<WorkerHello, "station" | "jig">;

const isOf = (hello: WorkerHello, home: Home): boolean =>
  hello.station === home.station && hello.jig === home.jig;

/**
 * Who serves which of a line's fixtures. A fixture stays that of the jig and station it was first served
 * by: another one of its name is not used.
 */
export class LineCrew {
  readonly #admit: (hello: WorkerHello, fixture: string) => Admission;
  readonly #leaseOf: (worker: string, fixture: string) => number | undefined;
  readonly #homes = new Map<string, Home>();
  readonly #servers = new Map<string, WorkerHello>();

  /** `leaseOf`: the number under which a worker has a fixture; undefined if it has not. */
  constructor(
    admit: (hello: WorkerHello, fixture: string) => Admission,
    leaseOf: (worker: string, fixture: string) => number | undefined,
  ) {
    this.#admit = admit;
    this.#leaseOf = leaseOf;
  }

  /** A worker is there. */
  meet(hello: WorkerHello): Meeting {
    const taken: string[] = [];
    const refused = new Map<string, string[]>();
    for (const fixture of hello.fixtures) {
      const admission = this.#judge(hello, fixture);
      if (admission === "take") taken.push(fixture);
      else if (admission !== "leave") {
        refused.set(admission.why, [...(refused.get(admission.why) ?? []), fixture]);
      }
    }
    const replaced = this.#take(hello, taken);
    return {
      replaced,
      served: taken.length === 0 ? undefined : { ...hello, fixtures: taken },
      notices: [...refused].map(
        ([why, fixtures]) =>
          `${fixtures.map((id) => printable(id)).join(", ")} of jig ${printable(hello.jig)} on ${printable(hello.station)}: not used. ${why}`,
      ),
    };
  }

  /** A worker is gone; with those of the line's fixtures it served, undefined without any. */
  lose(worker: string): WorkerHello | undefined {
    const lost = this.workers().find((hello) => hello.worker === worker);
    for (const fixture of lost?.fixtures ?? []) this.#servers.delete(fixture);
    return lost;
  }

  /** Who serves the fixture now. */
  serverOf(fixture: string): WorkerHello | undefined {
    return this.#servers.get(fixture);
  }

  /** The jig the fixture belongs to; undefined if none ever served it. */
  jigOf(fixture: string): string | undefined {
    return this.#homes.get(fixture)?.jig;
  }

  /** All who serve fixtures of the line now, each with those. */
  workers(): readonly WorkerHello[] {
    const byWorker = Map.groupBy(this.#servers, ([, { worker }]) => worker);
    return [...byWorker.values()].flatMap((served) => {
      const [first] = served;
      if (first === undefined) return [];
      return [{ ...first[1], fixtures: served.map(([fixture]) => fixture) }];
    });
  }

  #judge(hello: WorkerHello, fixture: string): Admission {
    const admission = this.#admit(hello, fixture);
    const home = this.#homes.get(fixture);
    if (admission !== "take" || home === undefined) return admission;
    if (isOf(hello, home)) return this.#isLate(hello, fixture) ? "leave" : admission;
    return {
      why: `The line has a fixture of that name, of jig ${printable(home.jig)} on ${printable(home.station)}; give each its own name in the jig file.`,
    };
  }

  /** A worker that stood still may still list a fixture that another has had since. */
  #isLate({ worker }: WorkerHello, fixture: string): boolean {
    const server = this.#servers.get(fixture)?.worker;
    if (server === undefined || server === worker) return false;
    return (this.#leaseOf(worker, fixture) ?? 0) < (this.#leaseOf(server, fixture) ?? 0);
  }

  #take(hello: WorkerHello, fixtures: readonly string[]): readonly WorkerHello[] {
    const others = fixtures.flatMap((fixture) => {
      const server = this.#servers.get(fixture);
      return server === undefined || server.worker === hello.worker ? [] : [server.worker];
    });
    const replaced = [...new Set(others)].flatMap((worker) => {
      const lost = this.workers().find((it) => it.worker === worker);
      if (lost === undefined) return [];
      return [{ ...lost, fixtures: lost.fixtures.filter((id) => fixtures.includes(id)) }];
    });
    for (const fixture of fixtures) {
      this.#servers.set(fixture, hello);
      const { station, jig } = hello;
      this.#homes.set(fixture, { station, jig });
    }
    return replaced;
  }
}
