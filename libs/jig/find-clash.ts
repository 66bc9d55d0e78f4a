import { realpath } from "node:fs/promises";
import {
  type FixtureConfig,
  type GpioLine,
  gpioKey,
  isVirtual,
  type ModemLine,
  type PowerConfig,
  portsOf,
  type ResetConfig,
  type SequenceText,
  type SpiConfig,
} from "./jig.ts";
import { isSequence, parseLineSequence } from "./line-sequence.ts";
import { panelLinesOf } from "./panel-lines.ts";
import { spiPlaceOf } from "./spi-place.ts";

/** Two fields that claim the same thing. Paths begin below `fixtures`. */
export interface Clash {
  readonly path: readonly [fixture: number, ...field: readonly string[]];
  /** The nest that has it already, and by which field. */
  readonly other: { readonly id: string; readonly field: readonly string[] };
  /** Whether that is the nest itself. */
  readonly within: "one nest" | "two nests";
  /** What both claim, for people. */
  readonly what: string;
}

interface Claim {
  readonly key: string;
  readonly what: string;
  readonly field: readonly string[];
  /** What several may use the thing as, if all use it as that. */
  readonly shareable?: string;
}

/** Two names of one device are one port; a port that is not there yet goes by its name. */
const portKey = (path: string): Promise<string> => realpath(path).catch(() => path);

const linesOf = (line: ModemLine | SequenceText): readonly ModemLine[] =>
  isSequence(line) ? parseLineSequence(line).lines : [line];

const gpioClaim = (line: GpioLine, field: readonly string[]): Claim => ({
  key: gpioKey(line),
  what: `GPIO line ${line.line} of ${line.chip}`,
  field: [...field, "line"],
});

const controlClaims = async (
  id: string,
  field: "power" | "reset",
  control: PowerConfig | ResetConfig,
): Promise<Claim[]> => {
  switch (control.kind) {
    case "gpio":
    case "gpiod":
      return [gpioClaim(control, [field])];
    case "line":
      // A modem line belongs to the nest's own port, so only its power and reset can meet on it.
      return linesOf(control.line).map((line) => ({
        key: `line ${id} ${line}`,
        what: `the line ${line}`,
        field: [field, "line"],
      }));
    case "command":
      return (["on", "off"] as const).map((way) => ({
        key: `command ${way} ${JSON.stringify(control[way])}`,
        what: `the command [${control[way].join(", ")}]`,
        field: [field, way],
      }));
    case "virtual": {
      const what = `simulated board ${control.board}`;
      return [{ key: `virtual ${control.socket} ${control.board}`, what, field: [field, "board"] }];
    }
    case "serial-relay": {
      const { model, port, channel } = control;
      const key = await portKey(port);
      const as = `the port of a relay board (${model})`;
      const what = `channel ${channel} of ${port}`;
      return [
        { key: `port ${key}`, what: `${port} as ${as}`, field: [field, "port"], shareable: as },
        { key: `relay ${key} ${channel}`, what, field: [field, "channel"] },
      ];
    }
    case "manual":
    case "none":
      return [];
  }
};

const spiClaims = async (spi: SpiConfig | undefined): Promise<Claim[]> => {
  if (spi === undefined) return [];
  const place = spiPlaceOf(spi);
  const key =
    "device" in place ? `port ${await portKey(place.device)}` : `programmer ${place.programmer}`;
  return "device" in spi
    ? [{ key, what: `the SPI device ${spi.device}`, field: ["spi", "device"] }]
    : [{ key, what: `the programmer ${spi.programmer}`, field: ["spi", "programmer"] }];
};

const claimsOf = async (fixture: FixtureConfig): Promise<Claim[]> => {
  const { id } = fixture;
  const name: Claim = { key: `id ${id}`, what: `the id ${id}`, field: ["id"] };
  const panel = panelLinesOf(fixture).map(({ field, line }) => gpioClaim(line, field));
  if (isVirtual(fixture)) return [name, ...panel];
  const port = async (field: string, path: string): Promise<Claim> => ({
    key: `port ${await portKey(path)}`,
    what: `the port ${path}`,
    field: [field],
  });
  const [, ...logPorts] = portsOf(fixture);
  return [
    name,
    await port("flashPort", fixture.flashPort),
    ...(await Promise.all(logPorts.map((path) => port("logPort", path)))),
    ...(await controlClaims(id, "power", fixture.power)),
    ...(await controlClaims(id, "reset", fixture.reset)),
    ...(await spiClaims(fixture.spi)),
    ...panel,
  ];
};

/** The nest that has the line, or undefined. */
export const findLineOwner = async (
  fixtures: readonly FixtureConfig[],
  line: GpioLine,
): Promise<string | undefined> => {
  for (const fixture of fixtures) {
    const claims = await claimsOf(fixture);
    if (claims.some(({ key }) => key === gpioKey(line))) return fixture.id;
  }
  return undefined;
};

/** The first thing that two nests (or two fields of one nest) claim, or undefined. */
export const findClash = async (fixtures: readonly FixtureConfig[]): Promise<Clash | undefined> => {
  const owners = new Map<string, Claim & { readonly at: number; readonly id: string }>();
  for (const [at, fixture] of fixtures.entries()) {
    for (const claim of await claimsOf(fixture)) {
      const { key, what, field, shareable } = claim;
      const owner = owners.get(key);
      const isShared = shareable !== undefined && shareable === owner?.shareable;
      if (owner !== undefined && !isShared) {
        const within = owner.at === at ? "one nest" : "two nests";
        return { path: [at, ...field], other: owner, within, what };
      }
      owners.set(key, { ...claim, at, id: fixture.id });
    }
  }
  return undefined;
};
