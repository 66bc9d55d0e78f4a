import type { Hearing, Move, Survey } from "./survey.ts";

/** What moving one control did, all its movements together. */
export interface Row {
  readonly control: string;
  /** Ports on which a chip answered because of it. */
  readonly answering: readonly string[];
  /** Ports that showed a log because of it. */
  readonly logging: readonly string[];
  /** Ports that began to answer when it was switched off: it works the wrong way round. */
  readonly wokenByOff: readonly string[];
}

/** Which control governs which ports, as far as a survey could see. */
export interface Matrix {
  readonly rows: readonly Row[];
  /** Ports that answered or spoke with every control off, before anything was moved. */
  readonly aliveAtStart: readonly string[];
  /** Ports that answered on while their control was off again. */
  readonly aliveAfter: readonly string[];
}

/**
 * Reads the matrix out of a survey. A port once found alive with everything off proves nothing from
 * then on: what it says may be the doing of no control. One that is found alive only later may have lived
 * on unnoticed since it first answered: it is the doing of the control that it answered to then.
 */
export const readMatrix = ({ idle, moves }: Survey): Matrix => {
  const tainted = new Set(idle.filter(isChip).map(({ port }) => port));
  const aliveAtStart = [...tainted];
  const wakers = firstWakers(moves);
  const rows = new Map<string, RowInWork>();
  for (const move of moves) {
    const row = rows.get(move.control) ?? newRow();
    rows.set(move.control, row);
    const trusted = (heard: readonly Hearing[]) =>
      heard.filter(
        ({ port }) => !tainted.has(port) && (wakers.get(port) ?? move.control) === move.control,
      );
    for (const { port, answered, logged } of trusted([...move.on, ...move.quiet])) {
      if (answered !== undefined) row.answering.add(port);
      if (logged !== undefined) row.logging.add(port);
    }
    const on = answeredIn(move.on);
    for (const port of answeredIn(trusted(move.off)))
      if (!on.includes(port)) row.wokenByOff.add(port);
    for (const { port } of move.alive) tainted.add(port);
  }
  return {
    rows: [...rows].map(([control, row]) => ({
      control,
      answering: [...row.answering],
      logging: [...row.logging],
      wokenByOff: [...row.wokenByOff],
    })),
    aliveAtStart,
    aliveAfter: [...tainted].filter((port) => !aliveAtStart.includes(port)),
  };
};

/** Of ports that were found alive with their control off: the control that they answered to first. */
const firstWakers = (moves: readonly Move[]): ReadonlyMap<string, string> => {
  const alive = moves.flatMap((move) => move.alive.map(({ port }) => port));
  return new Map(
    alive.flatMap((port) => {
      const first = moves.find(({ on }) => answeredIn(on).includes(port));
      return first === undefined ? [] : [[port, first.control] as const];
    }),
  );
};

interface RowInWork {
  readonly answering: Set<string>;
  readonly logging: Set<string>;
  readonly wokenByOff: Set<string>;
}

const newRow = (): RowInWork => ({
  answering: new Set(),
  logging: new Set(),
  wokenByOff: new Set(),
});

const isChip = ({ answered, logged }: Hearing): boolean =>
  answered !== undefined || logged !== undefined;

const answeredIn = (heard: Move["on"]): readonly string[] =>
  heard.filter(({ answered }) => answered !== undefined).map(({ port }) => port);
