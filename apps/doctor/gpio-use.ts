import { type GpioLine, isGpioLine, isWired, type Jig } from "../../libs/jig/jig.ts";

/** A GPIO line that a jig names. */
export interface GpioUse {
  /** Absent of the jig's buzzer. */
  readonly fixture?: string;
  /** Such as power, reset, lid, "pass lamp". */
  readonly role: string;
  readonly line: GpioLine;
}

/** Every GPIO line of a jig: relays, switches, lamps. */
export const gpioUses = ({ fixtures, buzzer }: Jig): readonly GpioUse[] => [
  ...fixtures.flatMap((fixture): GpioUse[] => {
    const { id, inputs = {}, lamps = {} } = fixture;
    const relays = isWired(fixture) ? { power: fixture.power, reset: fixture.reset } : {};
    const named = [
      ...Object.entries({ ...relays, ...inputs }),
      ...Object.entries(lamps).map(([name, lamp]) => [`${name} lamp`, lamp] as const),
    ];
    return named.flatMap(([role, line]) =>
      line !== undefined && isGpioLine(line) ? [{ fixture: id, role, line }] : [],
    );
  }),
  ...(buzzer === undefined ? [] : [{ role: "buzzer", line: buzzer }]),
];

/** The fixture of a line, if it has one, as remarks name it. */
export const placeOf = ({ fixture }: GpioUse): { readonly fixture?: string } =>
  fixture === undefined ? {} : { fixture };
