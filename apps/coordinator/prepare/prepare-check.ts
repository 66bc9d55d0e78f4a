import { InputError } from "../../../libs/input/input-error.ts";
import { type FixtureConfig, isVirtual, type Jig } from "../../../libs/jig/jig.ts";
import type { ShiftCheck } from "../../../libs/recipe/shift-check.ts";
import { SIMULATED_FAILURES } from "../../../libs/simulator/particular-board.ts";

/** A recipe, as far as its check boards go. */
interface CheckedRecipe {
  readonly path: string;
  readonly shiftCheck?: ShiftCheck | undefined;
}

/** The serials of the boards that fixtures prove themselves with. */
export const checkBoardsOf = ({ golden, mustFail }: ShiftCheck): readonly string[] => [
  golden,
  mustFail.serial,
];

/**
 * Check boards are none of the lot's, and none may be taken for a fixture's label or number.
 * @throws InputError
 */
export const checkCheckBoards = (
  { path, shiftCheck }: CheckedRecipe,
  serials: readonly string[] | "scan",
  { fixtures }: Pick<Jig, "fixtures">,
): void => {
  if (shiftCheck === undefined) return;
  const { golden, mustFail } = shiftCheck;
  for (const [field, serial] of [
    ["golden", golden],
    ["mustFail.serial", mustFail.serial],
  ] as const) {
    const refuse = (problem: string): never => {
      const remedy = "Give the check board a serial that nothing else has.";
      throw new InputError({ source: path, field: `shiftCheck.${field}` }, problem, remedy);
    };
    if (serials.includes(serial)) refuse(`${serial} is also a serial of the lot.`);
    if (serial.startsWith("fixture:") || fixtures.some(({ id }) => id === serial)) {
      refuse(`${serial} is also a fixture's label.`);
    }
    if (fixtures.some((_, index) => String(index + 1) === serial)) {
      refuse(`${serial} is also a fixture's number.`);
    }
  }
};

/**
 * Somebody must put the check boards in: a person, or the simulator where it has a board that fails so.
 * @throws InputError
 */
export const checkCheckTrigger = (
  { trigger }: Pick<Jig, "trigger">,
  fixture: FixtureConfig,
  { path, shiftCheck }: CheckedRecipe,
): void => {
  if (shiftCheck === undefined) return;
  const { code } = shiftCheck.mustFail;
  if (isVirtual(fixture) && !SIMULATED_FAILURES.includes(code)) {
    throw new InputError(
      { source: path, field: "shiftCheck.mustFail.code" },
      `no virtual board fails with ${code}, and ${fixture.id} is virtual.`,
      `Virtual ones fail with ${SIMULATED_FAILURES.join(", ")}.`,
    );
  }
  if (isVirtual(fixture) || trigger !== "auto") return;
  throw new InputError(
    { source: path, field: "shiftCheck" },
    `needs a person, and ${fixture.id} is loaded by a machine: with trigger \`auto\` nobody tells its check boards from others.`,
    "Use trigger `operator` or `switch`, or prove the fixtures in a lot of their own with such a jig file.",
  );
};
