/** Where a serprog programmer is reached over TCP. */
export interface SerprogPlace {
  readonly host: string;
  readonly port: number;
  /** The SPI clock asked for; the programmer's own if absent. */
  readonly speedHz?: number;
}

const UNITS = { "": 1, k: 1000, M: 1_000_000 } as const;

const speedOf = (text: string): number | undefined => {
  const [, digits, unit = ""] = /^(\d+)([kM]?)$/.exec(text) ?? [];
  if (digits === undefined || (unit !== "" && unit !== "k" && unit !== "M")) return undefined;
  return Number(digits) * UNITS[unit];
};

/**
 * The place in flashrom's `--programmer` text, `serprog:ip=HOST:PORT` with perhaps `spispeed=HZ` (flashrom's
 * manual, flashrom(8)); undefined for another programmer, or one on a serial port.
 */
export const serprogPlaceOf = (programmer: string): SerprogPlace | undefined => {
  const [name, ...rest] = programmer.split(":");
  if (name !== "serprog") return undefined;
  const parameters = rest.join(":").split(",");
  const parameterOf = (key: string): string | undefined =>
    parameters.find((parameter) => parameter.startsWith(`${key}=`))?.slice(key.length + 1);
  const [, host, digits] = /^([^:]+):(\d{1,5})$/.exec(parameterOf("ip") ?? "") ?? [];
  if (host === undefined || digits === undefined) return undefined;
  const speedHz = speedOf(parameterOf("spispeed") ?? "");
  return { host, port: Number(digits), ...(speedHz === undefined ? {} : { speedHz }) };
};
