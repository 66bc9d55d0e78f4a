import type { LotInput } from "../../libs/lot/lot-input.ts";
import type { OperatorCommand } from "../../libs/station/station-event.ts";

/** Why a fixture is locked that a person has locked. */
const BY_HAND = "by hand";

/** What a person's command is to the lot. Who did not say who they are is the lot's operator. */
export const inputOfCommand = (command: OperatorCommand, operator: string | null): LotInput => {
  switch (command.kind) {
    case "lock":
      return { ...command, by: command.by ?? operator, why: BY_HAND };
    case "unlock":
    case "pause":
    case "resume":
      return { ...command, by: command.by ?? operator };
    case "start":
    case "scan":
    case "acknowledge":
    case "retry":
    case "stop":
      return command;
  }
};
