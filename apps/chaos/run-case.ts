import { hexAddress } from "../../libs/bytes/hex.ts";
import { runBoard } from "../../libs/run/run-board.ts";
import type { RunHappening } from "../../libs/run/run-event.ts";
import type { RunEnd } from "../../libs/run/run-record.ts";
import { connectVirtualFixture } from "../../libs/simulator/connect-virtual-fixture.ts";
import type { FlashChange } from "../../libs/simulator/nor-flash.ts";
import { VirtualBoard } from "../../libs/simulator/virtual-board.ts";
import type { ChaosCase, Previous } from "./chaos-case.ts";
import type { Evidence } from "./evidence.ts";
import { givenTo, planWithGiven } from "./given-values.ts";
import { GuardedClock } from "./guarded-clock.ts";
import { makeContents } from "./make-contents.ts";
import { MemoryBackup } from "./memory-backup.ts";
import { MemoryJournal } from "./memory-journal.ts";
import { orderOf } from "./order-of.ts";
import { planOf } from "./plan-of.ts";
import { StationTroubles } from "./station-troubles.ts";
import { tapFixture } from "./tap-fixture.ts";
import { faultsOf, troubleOf } from "./troubles-of.ts";
import { type Trace, WireTap } from "./wire-tap.ts";

/** Far more than any run needs: two megabytes at 115200 baud take three minutes one way. */
const PATIENCE = { ms: 30 * 60_000, timers: 3_000_000 } as const;
/** A board that is always powered was so long before the run began. */
const POWERED_BEFORE_MS = 2000;
/** How long the nest is watched after the end: nothing may stir. */
const AFTERMATH_MS = 30_000;

/** Runs one case on its virtual board in virtual time. `trace` is told all that happens. */
export const runCase = async (chaosCase: ChaosCase, trace?: Trace): Promise<Evidence> => {
  const { chip, image, recipe, wiring, troubles } = chaosCase;
  const clock = new GuardedClock(PATIENCE);
  const say: Trace = (text) => trace?.(`${clock.now().toFixed(3).padStart(12)}  ${text}`);
  const board = makeBoard(chaosCase, clock);
  const before = board.flash.slice();
  const changes: FlashChange[] = [];
  board.onFlashChange((change) => {
    changes.push(change);
    say(`== ${change.kind} ${hexAddress(change.address)}, ${change.length} bytes`);
  });
  const { fastestBaud, ...wires } = wiring;
  const limits = fastestBaud === undefined ? {} : { fastestBaud };
  const fixture = connectVirtualFixture(board, { clock, ...wires, ...limits });
  if (wiring.control !== "power") await clock.sleep(POWERED_BEFORE_MS);

  const plan = planOf(chip, image, { bootloader: recipe.bootloader });
  const tap = new WireTap(clock, say);
  const stop = new AbortController();
  const backup = new MemoryBackup();
  const station = new StationTroubles(troubles, { clock, fixture, backup, stop, trace: say });
  const report = (news: RunHappening): void => {
    if (news.kind !== "step-progress") say(`## ${JSON.stringify(news)}`);
    if (news.kind === "step-started") station.begin(news.step);
  };
  const journal = new MemoryJournal(clock);
  const hasPassed = troubleOf(chaosCase, "already-passed") !== undefined;
  const surroundings = {
    report,
    passedAs: () => (hasPassed ? "SN0" : undefined),
    journal: journal.surroundings,
    openBackup: () => backup.open(),
  };
  const run = runBoard(
    orderOf(chaosCase, plan),
    tapFixture(fixture, tap, say),
    clock,
    surroundings,
    stop.signal,
  );
  const hang = clock.hang.then((why) => ({ hang: why }));
  const end = await Promise.race<RunEnd | { readonly hang: string }>([run, hang]);
  station.end();
  clock.leave();
  const bytesAtEnd = tap.bytesOut;
  await Promise.race([clock.sleep(AFTERMATH_MS), hang]);
  clock.stop();
  return {
    chaosCase,
    plan: planWithGiven(plan, before, givenTo(chaosCase)),
    end,
    before,
    after: board.flash,
    changes,
    requests: tap.requests,
    kept: journal.kept,
    marks: journal.marks,
    backup: backup.finished,
    fired: station.fired,
    powered: board.powered,
    bytesAfterEnd: tap.bytesOut - bytesAtEnd,
  };
};

const makeBoard = (chaosCase: ChaosCase, clock: GuardedClock): VirtualBoard => {
  const { number, previous } = chaosCase;
  const other = troubleOf(chaosCase, "other-chip");
  const { chip, flashBytes } = other ?? chaosCase;
  // The case's images are no images for another chip.
  const contents: Previous = other === undefined ? previous : { kind: "factory" };
  const flash = makeContents({ chip, flashBytes }, contents);
  return new VirtualBoard({ chip, clock, flash, faults: faultsOf(chaosCase), seed: number });
};
