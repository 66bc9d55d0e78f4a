import type { Trigger } from "../jig/jig.ts";
import type { SerialRule } from "../recipe/serial-rule.ts";
import type { FixtureLock } from "../station/fixture-state.ts";
import { BoardMap } from "./board-map.ts";
import { NEW_BOARD } from "./change-plan.ts";
import { NEW_COURSE } from "./line-course.ts";
import type {
  BoardPlan,
  EarlierRuns,
  FixtureCheck,
  LotFixture,
  LotPlan,
  LotStep,
  Nest,
  UnknownEnd,
} from "./lot-plan.ts";
import { type LinePolicy, NO_LINE_POLICY } from "./lot-policy.ts";
import { settleLot } from "./settle-lot.ts";

/** What a lot is opened with. */
export interface LotOrder {
  /** In the order they are to be flashed, or "scan" when the operator gives them one by one. */
  readonly serials: readonly string[] | "scan";
  /** In jig order. */
  readonly fixtures: readonly LotFixture[];
  /** Whether fixtures may join it later; `closed` if absent. */
  readonly joining?: LotPlan["joining"];
  readonly trigger: Trigger;
  /** Whether a person sees what the line tells, and can acknowledge results. */
  readonly operator: "present" | "absent";
  /** What serials must look like. */
  readonly serialRules: readonly SerialRule[];
  /** What earlier sittings of the lot did, by serial. */
  readonly earlier: ReadonlyMap<string, EarlierRuns>;
  /** Runs of earlier sittings that are not known to have ended, by serial. */
  readonly unknown?: ReadonlyMap<string, Pick<UnknownEnd, "run" | "fixture" | "station">>;
  /** How fixtures prove themselves, by id; none where absent. No serial of theirs is one of the lot's. */
  readonly checks?: ReadonlyMap<string, FixtureCheck>;
  /** What stops the whole line; nothing if absent. */
  readonly policy?: LinePolicy;
  /** Fixtures that are locked from the start, by id. */
  readonly locks?: ReadonlyMap<string, FixtureLock>;
  /** Runs of each check board in earlier sittings of the lot, by serial. */
  readonly checkRuns?: ReadonlyMap<string, number>;
}

/** Opens a lot, or takes it up again: boards that passed stay passed. No fixture is ready yet. */
export const openLot = (order: LotOrder): LotStep => {
  const { serials, fixtures, trigger, operator, serialRules, earlier } = order;
  const seen = new Set([...earlier.keys(), ...(order.unknown?.keys() ?? [])]);
  const listed = serials === "scan" ? [...seen] : [...new Set(serials)];
  const boards = BoardMap.of(
    listed.map((serial): [string, BoardPlan] => {
      const { outcome, attempts } = earlier.get(serial) ?? NEW_BOARD;
      const sent = order.unknown?.get(serial);
      return sent === undefined
        ? [serial, { ...NEW_BOARD, outcome, attempts }]
        : [serial, { ...NEW_BOARD, outcome: null, attempts, lostIn: sent.fixture }];
    }),
  );
  const unknown = new Map(
    [...(order.unknown ?? [])]
      .filter(([serial]) => boards.has(serial))
      .map(([serial, sent]): [string, UnknownEnd] => [
        serial,
        { ...sent, standing: "asked", before: earlier.get(serial)?.outcome ?? null, shown: false },
      ]),
  );
  const queue = listed.filter(
    (serial) => boards.get(serial)?.outcome !== "pass" && !unknown.has(serial),
  );
  return settleLot({
    source: serials === "scan" ? "scan" : "list",
    trigger,
    operator,
    serialRules,
    fixtures,
    joining: order.joining ?? "closed",
    nests: new Map(fixtures.map(({ id }): [string, Nest] => [id, { kind: "absent" }])),
    panels: new Map(),
    queue: serials === "scan" ? [] : queue,
    unknown,
    boards,
    results: new Map(),
    locks: order.locks ?? new Map(),
    policy: order.policy ?? NO_LINE_POLICY,
    trust: new Map(),
    course: NEW_COURSE,
    checks: order.checks ?? new Map(),
    checkRuns: order.checkRuns ?? new Map(),
    chosen: null,
    holds: new Map(),
    paused: false,
    halted: false,
    stopped: false,
    closed: false,
    stationFailed: false,
    unrecorded: false,
    twins: [],
    finished: false,
  });
};
