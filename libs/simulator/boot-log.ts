const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "latin1"));

/** Why a chip started, as T's bootloader prints it behind `ST:` (uart-protocol.md section 10). */
export type ResetReason = "power-on" | "reboot-command" | "idle" | "crash";

const MARKERS: Readonly<Record<ResetReason, string>> = {
  "power-on": "00000000",
  "reboot-command": "BEDEAD11",
  idle: "BEDEAD10",
  crash: "BEDEAD03",
};

/** What T's bootloader prints on UART2 before its window, doubled CRs included. */
export const bannerOfT = (version: string, reason: ResetReason): Uint8Array => {
  const registers = ["CPSR:000000D3", "R0", "R1", "R2", "R3", "R4", "R13", "R14(LR)"].map((name) =>
    name.includes(":") ? name : `${name}:00000000`,
  );
  const lines = [`V:${version}`, ...registers, `ST:${MARKERS[reason]}`];
  return latin1(`\r\r\n${lines.map((line) => `${line}\r\r\n`).join("")}`);
};

/** What N's bootloader in flash prints on UART2 when the ROM hands over to it. */
export const bannerOfN = (version: string): Uint8Array => {
  const lines = [
    `V:${version}`,
    "REG:cpsr     spsr     r13      r14",
    "SVC:400001D3          00000000 00000000",
    "IRQ:400001d2 00000000 00000000 00000000 ",
    "FIR:400001d1 00000000 00000000 00000000 ",
    "SYS:400001df          00000000 00000000 ",
    "ST:00000000",
  ];
  return latin1(`\r\n${lines.map((line) => `${line}\r\n`).join("")}`);
};

/** The bootloader's last line before it jumps to the application. */
export const jumpLine = (lineEnd: string): Uint8Array => latin1(`J 0x10000${lineEnd}`);

/** The application's first line; `version` is escaped to printable ASCII. */
export const appLine = (marking: string, version: string): Uint8Array =>
  latin1(`Flashline app V:${marking}_${version.replace(/[^\x21-\x7e]/g, "?")}\r\n`);
