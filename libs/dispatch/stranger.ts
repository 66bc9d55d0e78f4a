import { printable } from "../failure/printable.ts";
import { describeVersion, type Version } from "./version.ts";

/** A worker of a version that this coordinator cannot work with. */
export interface Stranger {
  readonly worker: string;
  /** What it seems to serve. */
  readonly jig: string;
  readonly fixtures: readonly string[];
  /** For people: which of the two has which version, and what to do. */
  readonly why: string;
}

/** Why a worker is not used. */
export const explainStranger = (
  { station, pid }: { readonly station: string; readonly pid: number },
  theirs: Version,
  own: Version,
): string =>
  `The worker of process ${pid} on station ${printable(station)} is ${describeVersion(theirs)}, this is ${describeVersion(own)}. Bring both to one version.`;
