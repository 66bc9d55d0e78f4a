/** What a log's file is called. */
export interface LogFile {
  readonly name: string;
  /** UTC, such as 2026-11-21. */
  readonly day: string;
  /** 1 for a day's first. */
  readonly part: number;
}

/** `worker-2026-11-21.jsonl`; the second part of a day `worker-2026-11-21.2.jsonl`. */
export const logFileName = (name: string, day: string, part: number): string =>
  `${name}-${day}${part === 1 ? "" : `.${part}`}.jsonl`;

/** Reads such a name; undefined for any other file's. */
export const parseLogFileName = (file: string): LogFile | undefined => {
  const [, name, day, part = "1"] =
    /^([a-z]+)-(\d{4}-\d\d-\d\d)(?:\.(\d{1,6}))?\.jsonl$/.exec(file) ?? [];
  return name === undefined || day === undefined ? undefined : { name, day, part: Number(part) };
};
