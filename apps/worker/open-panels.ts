import { awaitFreed } from "../../libs/claims/await-freed.ts";
import type { JobAnswer } from "../../libs/dispatch/messages.ts";
import type { WiredFixture, WiredJig } from "../../libs/jig/jig.ts";
import { claimPanel } from "../../libs/panel/claim-panel.ts";
import { openBuzzer } from "../../libs/panel/open-buzzer.ts";
import { type LampState, type Lamps, openLamps } from "../../libs/panel/open-lamps.ts";
import type { PanelContext } from "../../libs/panel/panel-wiring.ts";
import { watchInputs } from "../../libs/panel/watch-inputs.ts";
import type { NestWatch } from "./nest-watch.ts";

/** An orphaned worker gives its lines up within 10 s (design: processes). */
const PATIENCE_MS = 12_000;
/** By then a board that is tried again has begun: whoever saw or heard a fail would take it out. */
const FAIL_STANDS_MS = 1000;

/** The switches, lamps and buzzer of a worker's nests. Disposed: dark and silent. */
export interface Panels extends AsyncDisposable {
  /** A run begins in the nest. Never waits, never fails. */
  begin(fixture: string): void;
  /** Its run has ended, the record durable if there is one. Never waits, never fails. */
  end(fixture: string, answer: JobAnswer | undefined): void;
}

/**
 * Takes the panels of a worker's nests, dark, and puts down in `watch` what their switches say, now
 * and from now on. Resolves when every switch is known.
 * @throws NameTakenError
 */
export const openPanels = async (
  { fixtures, buzzer }: WiredJig,
  watch: NestWatch,
  context: PanelContext,
): Promise<Panels> => {
  await using opening = new AsyncDisposableStack();
  const sounder = buzzer && opening.use(await openBuzzer(buzzer, context));
  const nests = await Promise.allSettled(
    fixtures.map((nest) => openNestPanel(nest, watch, context)),
  );
  for (const nest of nests) if (nest.status === "fulfilled") opening.use(nest.value.owned);
  const lamps = new Map<string, Lamps>();
  for (const [at, nest] of nests.entries()) {
    if (nest.status === "rejected") throw nest.reason;
    const id = fixtures[at]?.id;
    if (id !== undefined && nest.value.lamps !== undefined) lamps.set(id, nest.value.lamps);
  }
  const running = new Set<string>();
  const pending = new Map<string, Disposable>();
  opening.use(
    watch.follow(({ fixture, board }) => {
      // A verdict is of the board that lies there.
      if (board === "absent" && !running.has(fixture)) lamps.get(fixture)?.show("off");
    }),
  );
  const open = opening.move();
  const show = (fixture: string, result: Exclude<LampState, "busy">): void => {
    pending.delete(fixture);
    lamps.get(fixture)?.show(watch.of(fixture).board === "absent" ? "off" : result);
    if (result !== "off") sounder?.sound(result);
  };
  const forget = (fixture: string): void => {
    pending.get(fixture)?.[Symbol.dispose]();
    pending.delete(fixture);
  };
  return {
    begin: (fixture) => {
      forget(fixture);
      running.add(fixture);
      lamps.get(fixture)?.show("busy");
    },
    end: (fixture, answer) => {
      running.delete(fixture);
      const result = resultOf(answer);
      if (result !== "fail") return show(fixture, result);
      const standing = context.clock.after(FAIL_STANDS_MS, () => show(fixture, "fail"));
      pending.set(fixture, standing);
    },
    [Symbol.asyncDispose]: async () => {
      for (const fixture of [...pending.keys()]) {
        forget(fixture);
        show(fixture, "fail");
      }
      await open.disposeAsync();
    },
  };
};

const resultOf = (answer: JobAnswer | undefined): Exclude<LampState, "busy"> => {
  if (answer?.kind !== "recorded") return "off";
  switch (answer.record.verdict) {
    case "pass":
      return "pass";
    case "fail":
    case "error":
      return "fail";
    case "aborted":
      return "off";
  }
};

const openNestPanel = async (nest: WiredFixture, watch: NestWatch, context: PanelContext) => {
  const { id, inputs, lamps } = nest;
  await using owned = new AsyncDisposableStack();
  owned.use(await awaitFreed(() => claimPanel(nest), PATIENCE_MS));
  const shown = lamps && owned.use(await openLamps(id, lamps, context));
  if (inputs !== undefined) {
    const change = watch.change.bind(watch, id);
    owned.use(await watchInputs(inputs, { ...context, fixture: id, change }));
  }
  return { lamps: shown, owned: owned.move() };
};
