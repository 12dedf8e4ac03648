import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "@liss/servers";
import { expect, test } from "vitest";
import { deploymentConfig } from "./stack/broker.ts";

test("infra/nats/nats-server.conf is what the event catalogue says (pnpm --filter @liss/local nats-config)", () => {
  expect(readFileSync(join(repositoryRoot, "infra/nats/nats-server.conf"), "utf8")).toBe(deploymentConfig());
});
