import { renameSync, writeFileSync } from "node:fs";
import { guardNests } from "../../../libs/guard/guard-nests.ts";
import { takeGuarded } from "../../../libs/guard/guarded.ts";
import type { WiredFixture } from "../../../libs/jig/jig.ts";

// Dies as soon as it has started a guard. That one then starts this file as `flashline guard`.
const [command, place = ""] = [process.argv[2], process.env.GUARDED_PLACE];
if (command === "guard") {
  writeFileSync(`${place}.new`, takeGuarded(process.env).nests.join("\n"));
  renameSync(`${place}.new`, place);
} else {
  const nest: WiredFixture = {
    id: "F01",
    flashPort: "/dev/a",
    power: { kind: "none" },
    reset: { kind: "none" },
    offMs: 500,
  };
  void guardNests({ fixtures: [nest] }, undefined);
  process.kill(process.pid, "SIGKILL");
}
