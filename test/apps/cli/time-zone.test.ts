import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { usableZone } from "../../../apps/cli/time-zone.ts";

test.each<[string | undefined, string]>([
  ["Europe/Berlin", "Europe/Berlin"],
  ["UTC", "UTC"],
  ["+02:00", "+02:00"],
  // What Node calls the zone of an empty TZ, and of one that means nothing.
  ["Etc/Unknown", "UTC"],
  [undefined, "UTC"],
])("the zone %s is %s", (name, zone) => {
  expect(usableZone(name)).toBe(zone);
});

test.each(["", "Nonsense/Zone"])("with TZ=%j times are those of UTC", (TZ) => {
  const place = join(import.meta.dirname, "../../../apps/cli/time-zone.ts");
  const program = `import { timeZoneHere } from ${JSON.stringify(place)}; console.log(timeZoneHere());`;
  const said = execFileSync(process.execPath, ["--input-type=module", "-e", program], {
    env: { ...process.env, TZ },
    encoding: "utf8",
  });
  expect(said.trim()).toBe("UTC");
});
