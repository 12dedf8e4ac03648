// Writes infra/nats/nats-server.conf from the event catalogue: pnpm --filter @liss/local nats-config
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "@liss/servers";
import { deploymentConfig } from "../stack/broker.ts";

writeFileSync(join(repositoryRoot, "infra/nats/nats-server.conf"), deploymentConfig());
