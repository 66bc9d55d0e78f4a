import type { Failure } from "../failure/failure.ts";
import type { PortPlace } from "./nest-map.ts";
import type { Alive } from "./survey.ts";

/** What is wrong with a jig, or could not be proved. Nests and relays by their fixture's id. */
export type Finding =
  | { readonly kind: "port-failed"; readonly place: PortPlace; readonly failure: Failure }
  | { readonly kind: "relay-failed"; readonly nest: string; readonly failure: Failure }
  /**
   * The relay of each moves the board of the other. `crossed`: what else moves with the relays tells
   * which fields are the wrong ones.
   */
  | {
      readonly kind: "crossed";
      readonly nests: readonly [string, string];
      readonly crossed: "relays" | "flash-ports" | "relays-or-ports";
    }
  /** A relay moves another nest's board, which is not moving this one's. */
  | { readonly kind: "relay-of-other"; readonly nest: string; readonly board: string }
  | { readonly kind: "shared-relay"; readonly nest: string; readonly boards: readonly string[] }
  | { readonly kind: "shared-board"; readonly nest: string; readonly relays: readonly string[] }
  /** The relay moves nothing, while others move its nest's board. */
  | { readonly kind: "dead-relay"; readonly nest: string; readonly movedBy: readonly string[] }
  /** The relay's board starts when it is switched off. */
  | { readonly kind: "inverted"; readonly nest: string; readonly board: string }
  /**
   * No chip was heard. `allOn`: whether it answered with every relay on. `noise`: bytes that were
   * heard and mean nothing.
   */
  | {
      readonly kind: "no-answer";
      readonly nest: string;
      readonly allOn: "answered" | "silent" | "not-tried";
      readonly noise: number;
      /** Nests whose boards its relay moves. */
      readonly moves: readonly string[];
    }
  /** The board boots, its log tells so at `log`; it answers nowhere. */
  | { readonly kind: "link-silent"; readonly nest: string; readonly log: PortPlace }
  | { readonly kind: "flash-is-log"; readonly nest: string }
  | { readonly kind: "ports-swapped"; readonly nest: string }
  /** A log port on which another nest's board answers, beside its own flash port. */
  | { readonly kind: "log-answers"; readonly nest: string; readonly relays: readonly string[] }
  | { readonly kind: "log-silent"; readonly nest: string; readonly field: PortPlace["field"] }
  /** The log port speaks when other relays move than its board's. */
  | { readonly kind: "log-of-other"; readonly nest: string; readonly relays: readonly string[] }
  /** The board answers on this port and hears another one's calls, in place of this one's or beside them. */
  | {
      readonly kind: "split-wires";
      readonly place: PortPlace;
      readonly hears: readonly PortPlace[];
    }
  | { readonly kind: "joined"; readonly place: PortPlace }
  /** A chip is heard with every relay off, before any was moved. `feed`: what it lives on, where that was found out. */
  | {
      readonly kind: "alive-at-start";
      readonly place: PortPlace;
      readonly feed: Alive["feed"] | undefined;
    }
  /** A chip answers on, so many ms after its relay went off. */
  | {
      readonly kind: "stays-alive";
      readonly nest: string;
      readonly forMs: number;
      readonly feed: Alive["feed"];
    }
  /** It stops, but later than the jig allows for. */
  | {
      readonly kind: "slow-off";
      readonly nest: string;
      readonly lastMs: number;
      readonly offMs: number;
    }
  | { readonly kind: "noise"; readonly place: PortPlace; readonly bytes: number }
  | { readonly kind: "unswitched"; readonly nest: string }
  | {
      readonly kind: "unsteady";
      readonly nest: string;
      readonly answered: number;
      readonly tries: number;
    }
  | { readonly kind: "late"; readonly nest: string; readonly afterMs: number };

/** Findings that leave a jig proven all the same. */
const WARNINGS: ReadonlySet<Finding["kind"]> = new Set(["noise", "unswitched", "unsteady", "late"]);

/** "unfit": the jig is wrong, or not proven; "warning": worth knowing. */
export const levelOf = ({ kind }: Finding): "unfit" | "warning" =>
  WARNINGS.has(kind) ? "warning" : "unfit";

/** The nests a finding is about, in its own order. */
export const nestsOf = (finding: Finding): readonly string[] => {
  if ("place" in finding) return [finding.place.nest];
  return "nests" in finding ? finding.nests : [finding.nest];
};
