import { spellFailure, tellCauses } from "../../libs/failure/explain.ts";
import { printable } from "../../libs/failure/printable.ts";
import { isVirtual, isWired } from "../../libs/jig/jig.ts";
import { readJig } from "../../libs/jig/read-jig.ts";
import { selectFixtures } from "../../libs/jig/select-fixtures.ts";
import { makeNestsSafe, type Securing } from "./make-nests-safe.ts";

/** A worker that is just ending, or its guard, needs a moment. */
const PATIENCE_MS = 5000;

/** Which nests to leave safe, and where to say what became of them. */
export interface SecuringOrder {
  readonly jigPath: string;
  /** Ids of nests, `F01,F02`; all of the jig if absent. */
  readonly only: string | undefined;
  /** Takes one line for people. */
  readonly tell: (line: string) => void;
}

/**
 * Leaves a jig's nests safe: relays off, CEN free. Exit code 0, or 3 if a nest is not surely so; one whose
 * supply the station does not switch is told and counts as done.
 * @throws InputError
 */
export const secureJig = async ({ jigPath, only, tell }: SecuringOrder): Promise<number> => {
  const whole = await readJig(jigPath);
  const { fixtures, buzzer } = only === undefined ? whole : selectFixtures(whole, only);
  for (const { id } of fixtures.filter(isVirtual)) tell(`${id} is simulated: nothing to switch`);
  const ends = await makeNestsSafe({ nests: fixtures.filter(isWired), buzzer }, PATIENCE_MS);
  for (const end of ends) tell(describe(end));
  for (const line of describeCauses(ends)) tell(line);
  return ends.some(({ end }) => end === "failed" || end === "taken") ? 3 : 0;
};

const describe = (securing: Securing): string => {
  const { fixture } = securing;
  switch (securing.end) {
    case "safe":
      return `${fixture} is safe`;
    case "no-switch":
      return `${fixture}: ${NO_SWITCH[securing.supply]}`;
    case "taken":
      return `${fixture} WAS LEFT ALONE: it belongs to ${printable(securing.owner)}, which leaves it safe when it ends`;
    case "failed":
      return `${fixture} IS NOT SAFE: ${spellFailure(securing.failure)}`;
  }
};

const NO_SWITCH = {
  "by-hand": "its supply is switched by hand: switch it off (power manual)",
  "always-on":
    "its supply is not switched by the station: a board in it stays on (power none), its reset is free",
} as const;

/** Relays of one board die together: what usually lies behind that is said once. */
const describeCauses = (ends: readonly Securing[]): readonly string[] => {
  const failed = ends.filter((securing) => securing.end === "failed");
  const alike = Map.groupBy(failed, ({ failure }) => tellCauses(failure));
  return [...alike].map(
    ([causes, of]) => `${of.map(({ fixture }) => fixture).join(", ")}: ${causes}`,
  );
};
