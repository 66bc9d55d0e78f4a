import type { Fault, FaultName } from "./fault.ts";
import {
  everyOrNth,
  type FaultForm,
  isByte,
  isCount,
  isMore,
  isShare,
  isWord,
  nth,
  numberOf,
  perhapsOnce,
  plain,
  type Recurrence,
  withNumber,
  withNumberOr,
} from "./fault-form.ts";
import { type KeyWords, NO_KEY } from "./n-registers.ts";
import type { JedecId } from "./nor-flash.ts";
import { isStatusWiring } from "./status-wiring.ts";

/** 32 hex digits, each word's highest first, as keys are written (firmware-formats.md section 5). */
const keyWordsOf = (text: string): KeyWords | undefined => {
  if (!/^[0-9a-f]{32}$/i.test(text)) return undefined;
  const word = (at: number): number => Number.parseInt(text.slice(8 * at, 8 * at + 8), 16);
  return [word(0), word(1), word(2), word(3)];
};

/** Address bit that a stray erase or write has turned over if the jig does not say. */
const USUAL_STRAY_MASK = 0x20000;

/** How long an application runs before it crashes, in ms: less than it takes to its first line. */
const USUAL_CRASH_MS = 20;

/** BYTES, perhaps `once`. */
const atBytes = (kind: "reboots-at" | "brown-out"): FaultForm =>
  perhapsOnce(`${kind}:BYTES`, ([text, ...more], recurrence) => {
    const bytes = numberOf(text, isCount);
    return more.length === 0 && bytes !== undefined ? { kind, bytes, ...recurrence } : undefined;
  });

const readStray = ([at, bits, ...more]: readonly string[], recurrence: Recurrence) => {
  const count = numberOf(at, isCount);
  const mask = bits === undefined ? USUAL_STRAY_MASK : numberOf(bits, isWord);
  if (more.length > 0 || count === undefined || mask === undefined) return undefined;
  return { kind: "stray", nth: count, mask, ...recurrence } as const;
};

const readStatus = ([first, second, third, ...more]: readonly string[], once: Recurrence) => {
  const [op, code] = [numberOf(first, isByte), numberOf(second, isByte)];
  const count = numberOf(third, isCount);
  if (more.length > 0 || op === undefined || code === undefined || count === undefined)
    return undefined;
  return { kind: "status", op, code, nth: count, ...once } as const;
};

/** Six hex digits: maker, family, capacity. */
const jedecIdOf = (text = ""): JedecId | undefined => {
  if (!/^[0-9a-f]{6}$/i.test(text)) return undefined;
  const [maker = 0, family = 0, capacity = 0] = Buffer.from(text, "hex");
  return [maker, family, capacity];
};

const readFlashPart = ([digits, wiring = "usual", text, ...more]: readonly string[]):
  | Fault
  | undefined => {
  const [id, status] = [jedecIdOf(digits), numberOf(text ?? "0", isWord)];
  if (more.length > 0 || status === undefined || id === undefined) return undefined;
  if (!isStatusWiring(wiring)) return undefined;
  const part = { kind: "flash-part", id, wiring } as const;
  return text === undefined ? part : { ...part, status };
};

/** Every fault as it is written and read. The compiler asks for an entry per name. */
export const FAULT_FORMS: Readonly<Record<FaultName, FaultForm>> = {
  silent: plain({ kind: "silent" }),
  deaf: plain({ kind: "deaf" }),
  mute: plain({ kind: "mute" }),
  "wrong-uart": plain({ kind: "wrong-uart" }),
  flips: withNumber("flips:RATE", isShare, (rate) => ({ kind: "flips", rate })),
  drops: withNumber("drops:RATE", isShare, (rate) => ({ kind: "drops", rate })),
  doubles: withNumber("doubles:RATE", isShare, (rate) => ({ kind: "doubles", rate })),
  loose: withNumber("loose:MS", isMore, (everyMs) => ({ kind: "loose", everyMs })),
  chatter: withNumber("chatter:MS", isMore, (everyMs) => ({ kind: "chatter", everyMs })),
  noise: withNumber("noise:N", isCount, (bytes) => ({ kind: "noise", bytes })),
  "deaf-above": withNumber("deaf-above:BAUD", isCount, (baud) => ({ kind: "deaf-above", baud })),

  "dies-at": withNumber("dies-at:BYTES", isCount, (bytes) => ({ kind: "dies-at", bytes })),
  "reboots-at": atBytes("reboots-at"),
  "brown-out": atBytes("brown-out"),
  "holds-charge": withNumber("holds-charge:MS", isMore, (ms) => ({ kind: "holds-charge", ms })),
  "restarts-after": perhapsOnce("restarts-after:MS", ([text, ...more], recurrence) => {
    const ms = numberOf(text, isMore);
    return more.length === 0 && ms !== undefined
      ? { kind: "restarts-after", ms, ...recurrence }
      : undefined;
  }),
  "reset-held": plain({ kind: "reset-held" }),

  "dead-flash": plain({ kind: "dead-flash" }),
  "blank-flash": plain({ kind: "blank-flash" }),
  protected: plain({ kind: "protected" }),
  "worst-flash": plain({ kind: "worst-flash" }),
  stuck: {
    form: "stuck:ADDRESS:MASK",
    read: ([first, second, ...more]) => {
      const [address, mask] = [numberOf(first, isWord), numberOf(second, isByte)];
      if (more.length > 0 || address === undefined || mask === undefined) return undefined;
      return mask > 0 ? { kind: "stuck", address, mask } : undefined;
    },
  },
  "slow-erase": withNumber("slow-erase:X", isMore, (factor) => ({ kind: "slow-erase", factor })),
  "slow-write": withNumber("slow-write:X", isMore, (factor) => ({ kind: "slow-write", factor })),
  "flash-part": { form: "flash-part:ID[:WIRING[:STATUS]]", read: readFlashPart },
  "sr-trap": plain({ kind: "sr-trap" }),
  "sr-locked": plain({ kind: "sr-locked" }),
  "wip-stuck": plain({ kind: "wip-stuck" }),
  stray: perhapsOnce("stray:N[:MASK]", readStray),

  "wrong-chip": withNumber("wrong-chip:ID", isWord, (id) => ({ kind: "wrong-chip", id })),
  "efuse-key": {
    form: "efuse-key:HEX32",
    read: ([text = "", ...more]) => {
      const words = text === "zero" ? NO_KEY : keyWordsOf(text);
      return more.length === 0 && words !== undefined ? { kind: "efuse-key", words } : undefined;
    },
  },
  bootloader: {
    form: "bootloader:VERSION",
    read: ([version = "", ...more]) =>
      more.length === 0 && /^\d+\.\d+\.\d+$/.test(version)
        ? { kind: "bootloader", version }
        : undefined,
  },
  late: withNumber("late:MS", isMore, (ms) => ({ kind: "late", ms })),
  narrow: withNumber("narrow:MS", isMore, (ms) => ({ kind: "narrow", ms })),
  "drops-reply": nth("drops-reply", (counted) => ({ kind: "drops-reply", ...counted })),
  "truncates-reply": nth("truncates-reply", (counted) => ({ kind: "truncates-reply", ...counted })),
  "wrong-crc": everyOrNth("wrong-crc", (counted) => ({ kind: "wrong-crc", ...counted })),
  "loses-baud-reply": everyOrNth("loses-baud-reply", (counted) => ({
    kind: "loses-baud-reply",
    ...counted,
  })),
  "garbles-baud-reply": everyOrNth("garbles-baud-reply", (counted) => ({
    kind: "garbles-baud-reply",
    ...counted,
  })),
  "hangs-at": nth("hangs-at", (counted) => ({ kind: "hangs-at", ...counted })),
  status: perhapsOnce("status:OP:CODE:N", readStatus),
  echoes: plain({ kind: "echoes" }),

  "no-boot-line": plain({ kind: "no-boot-line" }),
  "boot-silent": plain({ kind: "boot-silent" }),
  "boot-loop": withNumberOr("boot-loop[:MS]", USUAL_CRASH_MS, isMore, (ms) => ({
    kind: "boot-loop",
    ms,
  })),
  "app-crash": withNumberOr("app-crash[:MS]", USUAL_CRASH_MS, isMore, (ms) => ({
    kind: "app-crash",
    ms,
  })),
  "boots-other": {
    form: "boots-other:VERSION",
    read: (args) => {
      const version = args.join(":");
      return version === "" ? undefined : { kind: "boots-other", version };
    },
  },

  "no-bootloader": plain({ kind: "no-bootloader" }),
  "half-bootloader": plain({ kind: "half-bootloader" }),
  "foreign-bootloader": plain({ kind: "foreign-bootloader" }),

  "spi-silent": plain({ kind: "spi-silent" }),
  "spi-id": {
    form: "spi-id:ID",
    read: ([digits, ...more]) => {
      const id = jedecIdOf(digits);
      return more.length === 0 && id !== undefined ? { kind: "spi-id", id } : undefined;
    },
  },
  "spi-dies-at": withNumber("spi-dies-at:BYTES", isCount, (bytes) => ({
    kind: "spi-dies-at",
    bytes,
  })),
  "spi-protected": plain({ kind: "spi-protected" }),
};
