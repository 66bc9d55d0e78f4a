import type { FixtureConfig, GpioLine } from "./jig.ts";

/** A GPIO line of a nest's panel and where the jig file names it, such as `inputs.lid`. */
export interface PanelLine {
  readonly field: readonly [group: "inputs" | "lamps", name: string];
  readonly line: GpioLine;
}

/** Every switch and lamp of a nest. */
export const panelLinesOf = ({ inputs, lamps }: FixtureConfig): readonly PanelLine[] =>
  Object.entries({ inputs, lamps }).flatMap(([group, lines]) =>
    Object.entries(lines ?? {}).flatMap(([name, line]: [string, GpioLine | undefined]) =>
      line === undefined
        ? []
        : [{ field: [group === "inputs" ? "inputs" : "lamps", name], line } satisfies PanelLine],
    ),
  );
