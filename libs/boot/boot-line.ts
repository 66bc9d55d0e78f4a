import { isNoise } from "./is-noise.ts";
import { type ResetReason, reasonOfMarker, reasonOfStartType } from "./reset-reason.ts";

/** What one line of a log means by itself, whatever came before it. */
export type LineMeaning =
  /** A bootloader names itself, or an application writes alike. */
  | { readonly kind: "version"; readonly version: string }
  /** Registers, as bootloaders print them behind their name and nobody else does. */
  | { readonly kind: "registers" }
  | { readonly kind: "reset-reason"; readonly reason: ResetReason }
  /** Other things bootloaders say. */
  | { readonly kind: "bootloader" }
  /** The bootloader hands over to the application. */
  | { readonly kind: "jump"; readonly address: number }
  /** What an SDK prints once at each start. `name`: which of these lines it is. */
  | { readonly kind: "app-start"; readonly name: string; readonly reason: ResetReason | undefined }
  /** The SDK's fault handler. */
  | { readonly kind: "crash" }
  /** T 1.0.1 repeats its own replies in hex. */
  | { readonly kind: "echo" }
  /** No text: another baud rate, or a line nobody drives. */
  | { readonly kind: "noise" }
  | { readonly kind: "text" };

interface Form {
  readonly form: RegExp;
  readonly means: (found: RegExpExecArray) => LineMeaning;
}

const plainly =
  (meaning: LineMeaning) =>
  (form: RegExp): Form => ({ form, means: () => meaning });

const hex = (text: string | undefined): number => Number.parseInt(text ?? "", 16);

/**
 * Every line that is known, from uart-protocol.md section 10 and from logs of real boards with T
 * 1.0.5, N 1.0.1 and 1.0.8, T1 2.0.0, BK7238 1.0.14 and 1.0.15.
 */
const FORMS: readonly Form[] = [
  ...[/^V:\s?((?:BK7\d{3}[A-Z]?|T\d)_\d[\w.]*)$/i, /^(BK7\d{3}[A-Z]?_\d+(?:\.\d+)+)$/i].map(
    (form): Form => ({ form, means: ([, version = ""]) => ({ kind: "version", version }) }),
  ),
  {
    form: /^ST:\s?(?:0x)?([0-9a-f]{8})$/i,
    means: ([, marker]) => ({ kind: "reset-reason", reason: reasonOfMarker(hex(marker)) }),
  },
  ...[
    /^CPSR:(?:0x)?[0-9a-f]{8}$/i,
    /^R\d+(?:\(LR\))?:(?:0x)?[0-9a-f]{8}$/i,
    /^REG:cpsr\s/,
    /^(?:SVC|IRQ|FIR|SYS):(?:0x)?[0-9a-f]{8}\s/i,
  ].map(plainly({ kind: "registers" })),
  ...[
    /^__read_manage_block:/,
    /^_judge_ota_info /,
    /^init err -?\d+$/,
    /^\[[EWID]\/(?:FAL|OTA)\]/,
  ].map(plainly({ kind: "bootloader" })),
  ...[
    /^J(?:ump)? 0x([0-9a-f]+)\.?$/,
    /^jump to:0x([0-9a-f]+)$/,
    /^go os_addr\(0x([0-9a-f]+)\)\.*$/,
  ].map((form): Form => ({ form, means: ([, to]) => ({ kind: "jump", address: hex(to) }) })),
  {
    form: /^bk_misc_init_start_type ([0-9a-f]+)\b/,
    means: ([, type]) => ({
      kind: "app-start",
      name: "start type",
      reason: reasonOfStartType(hex(type)),
    }),
  },
  plainly({ kind: "app-start", name: "heap", reason: undefined })(/^prvHeapInit-start addr:/),
  plainly({ kind: "app-start", name: "LibreTiny", reason: undefined })(
    /^[A-Z] \[\s*\d+\.\d+\] LibreT(?:iny|uya) v/,
  ),
  ...[/^undefined instruction$/, /^prefetch abort$/, /^data abort$/].map(
    plainly({ kind: "crash" }),
  ),
  ...[/^c:[0-9a-f]{1,2}$/, /^[0-9a-f]{1,2}(?:\s+[0-9a-f]{1,2})+$/].map(plainly({ kind: "echo" })),
];

const ESCAPE = String.fromCharCode(0x1b);
const COLOUR = new RegExp(`${ESCAPE}\\[[0-9;]*[A-Za-z]`, "g");

/** Without colours, and without what a line picks up while a chip starts or loses its supply. */
const bare = (line: string): string =>
  line
    .replace(COLOUR, "")
    .replace(/[^ -~]+$/, "")
    .replace(/^.*[^ -~]/, "")
    .trim();

/** What a line (one character per byte, without its end) means by itself. */
export const readBootLine = (line: string): LineMeaning => {
  const text = bare(line);
  for (const { form, means } of FORMS) {
    const found = form.exec(text);
    if (found !== null) return means(found);
  }
  return { kind: isNoise(line) ? "noise" : "text" };
};
