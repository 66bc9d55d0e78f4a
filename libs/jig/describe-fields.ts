import type { JsonSchema } from "./json-schema.ts";

/** What a field means, by its name; `power.line` where the same name means something else elsewhere. */
const MEANINGS: Readonly<Record<string, string>> = {
  jig: "Name of the jig: letters, digits, dots, dashes, underscores.",
  trigger:
    "How a fixture's next serial starts: operator = by a key or a scan; switch = by a lid, button or board switch; auto = as soon as the last run ended.",
  supplies: "Supplies that nests share, by name, and how many boards may power up at once.",
  atOnce: "How many boards of this supply may power up at the same time.",
  gapMs: "Shortest time between two power-ups of this supply, in ms.",
  minOffMs: "Shortest time a board of this supply stays off, in ms.",
  maxHoldMs: "How long a board may hold its turn to power up, in ms.",
  fixtures: "The nests: each by itself (id), or many alike ones as one entry (ids).",
  id: "Short name of the nest, once per jig.",
  ids: "A range (F01..F16) or a list of ids; texts of this entry may count up with {n}, {i}, arithmetic and {a|b} in braces.",
  flashPort:
    "tty of the chip's UART1, as a whole path; `npx flashline ports` lists them by position.",
  logPort: "tty of the chip's UART2, or `flash` where the log arrives on the flash port.",
  power: "What switches the board's supply.",
  reset: "What holds the chip in reset (CEN).",
  spi: "Where the chip's flash is reached in SPI mode (BK7231T), for `flashline unbrick`.",
  device: "spidev device, such as /dev/spidev0.0.",
  speedHz: "SPI clock in Hz, whole kHz; 30000 is known to work.",
  programmer: "flashrom's programmer with its parameters, such as ft2232_spi:type=232H.",
  enter: "Program that puts the chip into SPI mode, as a list of words; no shell is used.",
  offMs: "Shortest time without power that surely restarts the board, in ms.",
  supply: "Name of the supply the board shares with others.",
  recipe: "Recipe file of this nest, in place of `run --recipe`.",
  virtual: "A simulated board in place of ports and power.",
  inputs: "Switches that say what is done to the nest, on GPIO lines.",
  lid: "Lid switch: active = closed.",
  present: "Switch under the board: active = a board is in the nest.",
  start: "Start button: active = pressed.",
  lamps: "Lamps of the nest, on GPIO lines.",
  pass: "Lit after a PASS.",
  fail: "Lit after a FAIL.",
  busy: "Lit while the board must not be touched.",
  buzzer: "GPIO line of a buzzer that sounds when a run has ended.",
  kind: "What it is; the other fields follow from it.",
  chip: "The GPIO chip's label (`gpiodetect` lists them).",
  line: "The GPIO line's number on its chip, or the modem line: rts or dtr.",
  "reset.line":
    "The GPIO line's number on its chip, or the modem line: rts, dtr, or a sequence such as rts:1 wait:200 rts:0.",
  activeLow: "true if a low level switches on.",
  pulseMs: "How long CEN is held where it alone restarts the board, in ms.",
  model: "Kind of relay board.",
  port: "tty of the relay board, as a whole path.",
  channel: "Channel as printed on the relay board.",
  on: "Program that switches on, as a list of words; no shell is used.",
  off: "Program that switches off, as a list of words; no shell is used.",
  socket: "Control socket of the simulator.",
  board: "The simulated board's id.",
  "virtual.chip": "The board's chip, such as bk7231n.",
  flash: "File with the flash's first content.",
  faults: "What is wrong with the board, by the names of docs/simulator.md.",
  adapter: "What the flash port's USB adapter is like.",
  latencyMs: "How long the adapter holds back what the board sends, in ms.",
  fastestBaud: "The adapter's fastest rate.",
  drops: "Share of the board's bytes that the adapter loses.",
  wiring: "How the nest is wired, where that is wrong.",
  relay: "Nests whose boards its relay feeds, or dead, or stuck.",
  ports: "swapped: flash and log port are.",
  "wiring.supply": "back-fed: the board lives on when its relay is off.",
};

/** A schema with what each of its fields means, for editors. `parent` is the field it belongs to. */
export const describeFields = (schema: JsonSchema, parent = ""): JsonSchema => {
  const { properties, items, anyOf, oneOf, additionalProperties } = schema;
  const describe = (inner: JsonSchema): JsonSchema => describeFields(inner, parent);
  return {
    ...schema,
    ...(properties === undefined ? {} : { properties: describeEach(properties, parent) }),
    ...(items === undefined ? {} : { items: describe(items) }),
    ...(anyOf === undefined ? {} : { anyOf: anyOf.map(describe) }),
    ...(oneOf === undefined ? {} : { oneOf: oneOf.map(describe) }),
    ...(typeof additionalProperties === "object"
      ? { additionalProperties: describe(additionalProperties) }
      : {}),
  };
};

const describeEach = (
  properties: Readonly<Record<string, JsonSchema>>,
  parent: string,
): Readonly<Record<string, JsonSchema>> =>
  Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => {
      const description = MEANINGS[`${parent}.${name}`] ?? MEANINGS[name];
      return [name, { ...describeFields(schema, name), description }];
    }),
  );
