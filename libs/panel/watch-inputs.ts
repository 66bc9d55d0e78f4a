import { printable } from "../failure/printable.ts";
import type { GpioInput } from "../gpio/gpio-input.ts";
import type { GpioLevel } from "../gpio/gpio-output.ts";
import { openGpioInput } from "../gpio/open-gpio-input.ts";
import type { GpioLine, NestInputs } from "../jig/jig.ts";
import type { NestLevels } from "../station/nest-news.ts";
import { type PanelContext, reasonOf } from "./panel-wiring.ts";
import { SteadyLevel } from "./steady-level.ts";

const LOOK_EVERY_MS = 50;
/** One reading that fails says nothing yet. */
const UNREADABLE_MS = 1000;
/** By then every contact has settled, or never will. */
const FIRST_LOOK_LIMIT_MS = 3000;

type Seen = GpioLevel | "unknown";
type Levels = Partial<NestLevels>;

/** What a wire means, and how long it must stay: a board is pushed about until it sits. */
const INPUTS = {
  lid: {
    settleMs: 50,
    levels: { active: { lid: "closed" }, inactive: { lid: "open" }, unknown: { lid: "unknown" } },
  },
  present: {
    settleMs: 300,
    levels: {
      active: { board: "present" },
      inactive: { board: "absent" },
      unknown: { board: "unknown" },
    },
  },
  start: {
    settleMs: 50,
    levels: {
      active: { button: "down" },
      inactive: { button: "up" },
      unknown: { button: "unknown" },
    },
  },
} as const satisfies Readonly<
  Record<keyof NestInputs, { settleMs: number; levels: Readonly<Record<Seen, Levels>> }>
>;

interface InputWatching extends PanelContext {
  readonly fixture: string;
  /** Takes the wires that have changed, together if they did so together; first all of them. */
  readonly change: (levels: Levels) => void;
}

/**
 * Watches a nest's switches until disposed: each is unknown until it has settled. Resolves when all
 * have for the first time, or cannot be read. One that fails is told once, until it works again; it never rejects for that.
 */
export const watchInputs = async (
  inputs: NestInputs,
  watching: InputWatching,
): Promise<AsyncDisposable> => {
  const { clock, change } = watching;
  const names = (["lid", "present", "start"] as const).filter((name) => inputs[name] !== undefined);
  const wires = await Promise.all(names.map((name) => openWire(name, inputs[name], watching)));
  const end = new AbortController();
  let known: Levels = Object.assign({}, ...names.map((name) => INPUTS[name].levels.unknown));
  change(known);
  const look = async (): Promise<void> => {
    const seen = await Promise.all(wires.map((wire) => wire.look()));
    const now: Levels = Object.assign({}, ...seen);
    if (JSON.stringify({ ...known, ...now }) !== JSON.stringify(known)) change(now);
    known = { ...known, ...now };
  };
  const isFirst = (): boolean => wires.some((wire) => !wire.isSettled());
  const until = clock.now() + FIRST_LOOK_LIMIT_MS;
  await look();
  while (isFirst() && clock.now() < until) {
    await clock.sleep(LOOK_EVERY_MS);
    await look();
  }
  const watch = async (): Promise<void> => {
    while (!end.signal.aborted) {
      await clock.sleep(LOOK_EVERY_MS, end.signal).catch(() => undefined);
      if (!end.signal.aborted) await look();
    }
  };
  const ended = watch();
  return {
    [Symbol.asyncDispose]: async () => {
      end.abort();
      await ended;
      await Promise.all(wires.map((wire) => wire.close()));
    },
  };
};

interface Wire {
  /** What the wire says now, once it is steady; nothing before. */
  look(): Promise<Levels>;
  isSettled(): boolean;
  close(): Promise<void>;
}

const openWire = async (
  name: keyof NestInputs,
  line: GpioLine | undefined,
  { fixture, clock, onTrouble }: InputWatching,
): Promise<Wire> => {
  const { settleMs, levels } = INPUTS[name];
  const steady = new SteadyLevel<Seen>((level) => (level === "unknown" ? UNREADABLE_MS : settleMs));
  const input = await openOrExcuse(line, clock);
  let reason = "";
  let last: Seen | undefined;
  const read = (): Promise<Seen> =>
    input.read().catch((error: unknown) => {
      reason = reasonOf(error);
      return "unknown";
    });
  const tell = (now: Seen): void => {
    const who = `${fixture}: its input ${name}`;
    if (now === "unknown") onTrouble(`${who} cannot be read: ${printable(reason)}`);
    else if (last === "unknown") onTrouble(`${who} can be read again`);
  };
  return {
    look: async () => {
      const now = steady.see(await read(), clock.now());
      if (now === undefined) return {};
      if (now !== last) tell(now);
      last = now;
      return levels[now];
    },
    isSettled: () => last !== undefined,
    close: () => Promise.resolve(input[Symbol.asyncDispose]()),
  };
};

/** A line that cannot be opened is one that cannot be read. */
const openOrExcuse = async (
  line: GpioLine | undefined,
  clock: PanelContext["clock"],
): Promise<GpioInput> => {
  try {
    if (line === undefined) throw new Error("it is not wired");
    return await openGpioInput(line, clock);
  } catch (error) {
    return { read: () => Promise.reject(error), [Symbol.asyncDispose]: async () => undefined };
  }
};
