import { systemClock } from "../../libs/clock/system-clock.ts";
import { explainToEngineer } from "../../libs/failure/explain.ts";
import { StationError } from "../../libs/failure/station-error.ts";
import { guardNests } from "../../libs/guard/guard-nests.ts";
import { isVirtual, type Jig } from "../../libs/jig/jig.ts";
import { type JigFile, readJigFile } from "../../libs/jig/read-jig.ts";
import { selectFixtures } from "../../libs/jig/select-fixtures.ts";
import { stopRequest } from "../../libs/process/stop-request.ts";
import { checkFlashFile } from "../../libs/simulator/flash-file.ts";
import { faultProblem } from "../../libs/simulator/parse-fault.ts";
import { supplyGates } from "../../libs/supply/supply-gates.ts";
import { answerTimes } from "../../libs/survey/answer-times.ts";
import { levelOf } from "../../libs/survey/finding.ts";
import { judgeMatrix } from "../../libs/survey/judge-matrix.ts";
import type { Survey } from "../../libs/survey/survey.ts";
import { takeSurvey } from "../../libs/survey/take-survey.ts";
import type { TellCommission } from "./commission-news.ts";
import type { CommissionOrder } from "./commission-order.ts";
import { describeMove } from "./describe-move.ts";
import { keepMark } from "./keep-mark.ts";
import { openWiredJig } from "./open-wired-jig.ts";
import { type TakenJig, takeJig } from "./take-jig.ts";

/**
 * Proves a jig's wiring with a board in every nest, and stores the mark that says so. Leaves every
 * board unpowered, Ctrl-C included.
 * @returns the exit code: 0 proven, 3 unfit, 130 stopped.
 * @throws InputError, NestTakenError with who holds a nest, StationError.
 */
export const commissionJig = async (
  order: CommissionOrder,
  tell: TellCommission,
): Promise<number> => {
  const { jigPath, only } = order;
  const file = await readJigFile(jigPath, { faultProblem });
  const { jig: whole } = file;
  const jig = only === undefined ? whole : selectFixtures(whole, only);
  await checkJig(jig, file, order);
  using stop = stopRequest("standalone");
  const startAt = systemClock.now();
  const leftOn: string[] = [];
  try {
    const { findings, times } = await surveyJig({ jig, whole, order, tell, leftOn }, stop.signal);
    const proven = findings.every((finding) => levelOf(finding) === "warning");
    const mark = await keepMark(proven, whole, order, times);
    const durationMs = Math.round(systemClock.now() - startAt);
    tell({ kind: "commission-ended", proven, mark, durationMs });
    return proven ? 0 : 3;
  } catch (error) {
    if (stop.signal.aborted && error === stop.signal.reason) {
      await stop.asked;
      const [left] = leftOn;
      if (left !== undefined) throw new StationError(left);
      tell({ kind: "commission-stopped", unswitched: unswitchedOf(jig) });
      return 130;
    }
    throw error;
  }
};

const checkJig = async (
  { fixtures }: Jig,
  { nestError }: JigFile,
  { hasTerminal }: CommissionOrder,
): Promise<void> => {
  for (const fixture of fixtures) {
    if (isVirtual(fixture)) {
      if (fixture.virtual.flash !== undefined) await checkFlashFile(fixture.virtual.flash);
    } else if (fixture.power.kind === "manual" && !hasTerminal) {
      throw nestError(
        fixture.id,
        ["power", "kind"],
        "power `manual` needs a person at a terminal.",
        "Run it in a terminal, or wire a relay.",
      );
    }
  }
};

/** Fixtures whose boards stay as they are when all is switched off. */
const unswitchedOf = ({ fixtures }: Jig): readonly string[] =>
  fixtures.flatMap((fixture) => {
    if (isVirtual(fixture)) return [];
    const { kind } = fixture.power;
    return kind === "none" || kind === "manual" ? [fixture.id] : [];
  });

interface JigSurvey {
  readonly jig: Jig;
  readonly whole: Jig;
  readonly order: CommissionOrder;
  readonly tell: TellCommission;
  /** Takes a sentence for each board that could not be switched off at the end. */
  readonly leftOn: string[];
}

const surveyJig = async ({ jig, whole, order, tell, leftOn }: JigSurvey, signal: AbortSignal) => {
  await using wired = await openWiredJig(jig, whole, order);
  await using _ = await guardNests(wired, undefined);
  await using taken = await takeJig(wired.fixtures, {
    gates: supplyGates(whole, systemClock),
    ask: (fixture, instruction) => tell({ kind: "operator-asked", fixture, instruction }),
    onLeftOn: (fixture, failure) =>
      leftOn.push(`${fixture}'s board may be on. ${explainToEngineer(failure)}`),
  });
  const { nests, controls, ports } = taken;
  tell({
    ...{ kind: "commission-started", jig: jig.jig, fixtures: jig.fixtures.map(({ id }) => id) },
    controls: controls.map(({ id }) => id),
  });
  signal.throwIfAborted();
  const seen = await takeSurvey(controls, ports, {
    clock: systemClock,
    signal,
    logs: nests.some(({ logPort }) => logPort !== undefined) ? "all" : "none",
    repeat: order.repeat,
    onMove: (move) => tell(describeMove(move, nests)),
  });
  const survey = withTroubles(seen, taken);
  const findings = judgeMatrix(survey, nests);
  const times = answerTimes(survey, nests);
  tell({ kind: "survey-taken", survey, nests, findings, times });
  return { findings, times };
};

const withTroubles = (survey: Survey, { troubles, unmoved }: TakenJig): Survey => ({
  ...survey,
  troubles: [...troubles, ...survey.troubles],
  moves: [...unmoved, ...survey.moves],
});
