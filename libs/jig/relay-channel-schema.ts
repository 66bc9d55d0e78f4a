import { z } from "zod";
import { RELAY_BOARD_NAMES, RELAY_BOARDS } from "../relay-boards/relay-boards.ts";
import { portSchema } from "./port-schema.ts";

/** One channel of a USB relay board. */
export const relayChannelSchema = z
  .strictObject({
    kind: z.literal("serial-relay"),
    model: z.enum(RELAY_BOARD_NAMES),
    port: portSchema,
    channel: z.int("Give the channel's number as it is printed on the board."),
  })
  .superRefine(({ model, channel }, context) => {
    const [first, last] = RELAY_BOARDS[model].channels;
    if (channel >= first && channel <= last) return;
    const message = `is ${channel}, but ${model} boards have channels ${first} to ${last}.`;
    context.addIssue({ code: "custom", path: ["channel"], message });
  });
