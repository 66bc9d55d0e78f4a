import type { PowerConfig, ResetConfig } from "../jig/jig.ts";
import { isSequence, parseLineSequence } from "../jig/line-sequence.ts";
import { commandPower } from "./command-power.ts";
import type { FlashPortLines } from "./flash-port-lines.ts";
import { openGpioRelay } from "./gpio-relay.ts";
import { manualPower } from "./manual-power.ts";
import { noPower } from "./no-power.ts";
import type { PowerControl, ResetControl } from "./power-control.ts";
import { powerByRelay, resetByRelay } from "./relay.ts";
import { sequenceReset } from "./sequence-reset.ts";
import { type SerialRelayNest, serialRelayPower } from "./serial-relay.ts";
import { virtualPower } from "./virtual-power.ts";

/** What a nest offers its controls. */
export interface NestWiring extends SerialRelayNest {
  readonly lines: FlashPortLines;
  /** Shows an instruction to the operator. */
  readonly ask: (instruction: string) => void;
}

/** Opens what switches a nest's supply, without switching it on. Rejects with `StepError`. */
export const openPower = async (config: PowerConfig, nest: NestWiring): Promise<PowerControl> => {
  switch (config.kind) {
    case "gpio":
    case "gpiod":
      return powerByRelay(await openGpioRelay(config, nest.clock));
    case "line":
      return powerByRelay(nest.lines.relay(config.line));
    case "serial-relay":
      return serialRelayPower(config, nest);
    case "command":
      return commandPower(config, nest.clock);
    case "manual":
      return manualPower(nest.fixture, nest.ask);
    case "virtual":
      return virtualPower(config.socket, config.board, nest.clock);
    case "none":
      return noPower;
  }
};

/** Opens what holds a nest's board in reset, released; undefined where nothing does. Rejects with `StepError`. */
export const openReset = async (
  config: ResetConfig,
  nest: NestWiring,
): Promise<ResetControl | undefined> => {
  switch (config.kind) {
    case "gpio":
    case "gpiod":
      return resetByRelay(await openGpioRelay(config, nest.clock));
    case "line":
      return isSequence(config.line)
        ? sequenceReset(parseLineSequence(config.line), nest.lines, nest.clock)
        : resetByRelay(nest.lines.relay(config.line));
    case "none":
      return undefined;
  }
};
