import type { ChipName } from "../../libs/chips/chip.ts";
import { CHIP_NAMES, CHIPS } from "../../libs/chips/chips.ts";
import { STEP_NAMES } from "../../libs/failure/step-name.ts";
import type { Dice } from "../../libs/simulator/dice.ts";
import type {
  ImageChoice,
  RecipeChoice,
  StationTroubleName,
  Trouble,
  WiringChoice,
} from "./chaos-case.ts";
import { drawFault, FAULT_NAMES } from "./draw-fault.ts";

/** What troubles are drawn for: some have no meaning without a log port or a relay. */
export interface TroubleGround {
  readonly chip: ChipName;
  readonly flashBytes: number;
  readonly image: ImageChoice;
  readonly recipe: Pick<RecipeChoice, "backup" | "expect">;
  readonly wiring: WiringChoice;
}

/** How many troubles a case has: a third of all boards are good. */
const COUNTS = [0, 0, 0, 1, 1, 1, 1, 2, 2, 3] as const;

/** Bytes of the headers and partitions that even the smallest image fills. */
const LEAST_WRITTEN = 0x2000;

/** Nothing happens before the ports are open. */
const STEPS = STEP_NAMES.filter((step) => step !== "prepare");

/** None to three troubles, each kind once. */
export const drawTroubles = (dice: Dice, ground: TroubleGround): readonly Trouble[] => {
  const troubles = new Map<string, Trouble>();
  for (let count = dice.pick(COUNTS); count > 0; count -= 1) {
    const trouble = drawTrouble(dice, ground);
    troubles.set(trouble.name, trouble);
  }
  return [...troubles.values()];
};

const drawTrouble = (dice: Dice, ground: TroubleGround): Trouble => {
  const kind = dice.pick([
    "board",
    "board",
    "board",
    "board",
    "station",
    "station",
    "mix-up",
  ] as const);
  switch (kind) {
    case "board": {
      const name = dice.pick(FAULT_NAMES);
      const bytes = LEAST_WRITTEN + ground.image.bytes;
      return { kind, name, fault: drawFault(name, dice, { ...ground, bytes }) };
    }
    case "station": {
      const name = dice.pick(stationTroublesOf(ground));
      return { kind, name, step: dice.pick(STEPS), afterMs: Math.round(dice.size(0.1, 3000)) };
    }
    case "mix-up":
      return drawMixUp(dice, ground);
  }
};

const stationTroublesOf = ({
  wiring: { control, logPort },
  recipe,
}: TroubleGround): readonly StationTroubleName[] => [
  "adapter-unplugged",
  "adapter-hung",
  "operator-abort",
  ...(logPort === "wired" ? (["log-unplugged", "log-hung"] as const) : []),
  ...(recipe.backup === "whole" ? (["disk-full", "disk-full"] as const) : []),
  ...(control === "power" ? (["relay-stuck"] as const) : []),
];

const drawMixUp = (dice: Dice, { chip, recipe }: TroubleGround): Trouble => {
  const other = dice.pick(CHIP_NAMES.filter((name) => name !== chip));
  const flashBytes = dice.pick(CHIPS[other].flashSizes);
  return dice.pick<Trouble>([
    { kind: "mix-up", name: "other-chip", chip: other, flashBytes },
    { kind: "mix-up", name: "already-passed" },
    ...(recipe.expect === undefined ? [] : [{ kind: "mix-up", name: "other-version" } as const]),
  ]);
};
