import { hexAddress } from "../bytes/hex.ts";
import { explainToEngineer, explainToOperator } from "../failure/explain.ts";
import { printable } from "../failure/printable.ts";
import type { IdentityRecord, RunRecord, RunStart } from "../run/run-record.ts";
import { describeUnbrick } from "./describe-unbrick.ts";
import { drawTable } from "./draw-table.ts";
import { namedLine } from "./named-line.ts";
import { remedyOf } from "./remedy.ts";
import { durationWords } from "./words.ts";
import { breakText } from "./wrap-text.ts";

/** Lines of the boot log that are shown; the record keeps more. */
const LOG_LINES = 16;

/** What was known before power moved, as indented lines. */
export const describeStart = (
  start: RunStart,
  time: (iso: string) => string,
): readonly string[] => [
  namedLine("Run", start.run),
  namedLine("Started", time(start.startedAt)),
  namedLine("Where", `station ${start.station}, fixture ${start.fixture}, port ${start.port}`),
  namedLine("Operator", start.operator ?? "-"),
  ...(start.purpose === "unbrick"
    ? []
    : [
        namedLine("Recipe", `${start.recipe.name} ${start.recipe.sha256}`),
        namedLine("Approved", approvedWords(start.approval, time)),
      ]),
  ...start.images.map((image) => namedLine("Image", `${image.file} ${image.sha256}`)),
  namedLine("Program", `${start.program}, record of schema ${start.schema}`),
];

const approvedWords = (approval: RunStart["approval"], time: (iso: string) => string): string =>
  approval === null ? "no" : `by ${approval.by}, ${time(approval.at)}`;

/** How the run went and ended, as indented lines. */
export const describeEnd = (
  record: RunRecord,
  time: (iso: string) => string,
): readonly string[] => {
  const tookMs = Date.parse(record.endedAt) - Date.parse(record.startedAt);
  if (record.recorded === "start") {
    return [
      namedLine("Closed", `${time(record.endedAt)}; when it ended is not known`),
      ...causeLines(record),
      namedLine("Known", "only its start: how far it came was not recorded"),
      ...(record.identity === null ? [] : [namedLine("Identity", identityWords(record.identity))]),
      ...record.notes.map((note) => namedLine("Note", note)),
    ];
  }
  return [
    namedLine("Ended", `${time(record.endedAt)}, after ${durationWords(tookMs)}`),
    ...causeLines(record),
    ...(record.purpose === "unbrick" ? describeUnbrick(record.unbrick) : boardLines(record)),
    ...(record.backup === null
      ? []
      : [namedLine("Backup", `${record.backup.file}, SHA-256 ${record.backup.sha256}`)]),
    namedLine("Written", writtenWords(record)),
    ...record.recoveries.map(({ step, kind, count }) =>
      namedLine("Recovered", `${count} x ${kind} in ${step}`),
    ),
    ...record.notes.map((note) => namedLine("Note", note)),
    ...(record.steps.length === 0 ? [] : [stepTable(record, time)]),
    ...record.crcs.map((crc) =>
      namedLine(
        "CRC",
        `${crc.length} bytes at ${hexAddress(crc.address)}: image ${crc.host}, chip ${crc.chip}`,
      ),
    ),
    ...bootLogLines(record.bootLog),
  ];
};

/** What flashrom told is no proof before the flash is read back. */
const writtenWords = ({ written, unbrick }: RunRecord): string =>
  unbrick === null || unbrick.readBack !== null || written === 0
    ? `${written} bytes`
    : `up to ${written} bytes, as flashrom told; not proven`;

const causeLines = ({ failure, attempt, purpose }: RunRecord): readonly string[] =>
  failure === null
    ? []
    : [
        namedLine("Cause", explainToOperator(failure, remedyOf({ attempt, purpose }))),
        namedLine("Engineer", explainToEngineer(failure)),
      ];

const boardLines = (record: RunRecord): readonly string[] => [
  namedLine("Board", record.board === null ? "not identified" : boardWords(record.board)),
  ...(record.identity === null ? [] : [namedLine("Identity", identityWords(record.identity))]),
  namedLine("Link", linkWords(record)),
];

const boardWords = (board: NonNullable<RunRecord["board"]>): string =>
  [
    board.chip,
    `chip id ${board.chipId ?? "-"}`,
    `bootloader ${board.bootloader ?? "-"} (${board.fingerprint})`,
    `flash ${board.flashId ?? "-"}, ${board.flashBytes} bytes`,
    `MAC ${board.mac ?? "-"}`,
  ].join(", ");

const identityWords = ({ fields, state, pool, entry }: IdentityRecord): string => {
  const shown = fields.map((one) => `${one.field} ${one.shown}`).join(", ");
  return `${state}: ${shown} (${pool === null ? "no pool" : `pool ${pool}`}, entry ${entry})`;
};

const linkWords = ({ linkAttempts, baud }: RunRecord): string =>
  `${linkAttempts} ${linkAttempts === 1 ? "attempt" : "attempts"}, ${
    baud === null ? "no flashing rate reached" : `flashed at ${baud} baud`
  }`;

const stepTable = (record: RunRecord, time: (iso: string) => string): string => {
  const table = drawTable(
    ["STEP", "BEGAN", "TOOK", "BYTES", "REPEATS"],
    record.steps.map((step) => [
      printable(step.step),
      time(step.startedAt).slice("2026-03-01 ".length),
      durationWords(step.durationMs),
      String(step.bytes),
      String(step.retries),
    ]),
  );
  return table.replace(/^/gm, "  ");
};

/** The end of the log. Its line ends are symbols in the record; here they are lines again. */
const bootLogLines = (log: string): readonly string[] => {
  const lines = log
    .split(/(?:\\x0d|\r)?(?:\\x0a|\n)/)
    .filter((line) => line.trim() !== "")
    .flatMap((line) => breakText(printable(line).trimEnd(), "    | ").split("\n"));
  const before = lines.length - LOG_LINES;
  const title = before > 0 ? `  Boot log, its end; --json has ${before} lines more` : "  Boot log";
  return lines.length === 0 ? [] : [title, ...lines.slice(-LOG_LINES)];
};
