import { join } from "node:path";

/** The checkout this code runs from. */
export const repositoryRoot: string = join(import.meta.dirname, "../../..");

/** Everything Liss keeps on this machine: data, logs, and the downloaded nats-server. Ignored by git. */
export const lissFolder: string = join(repositoryRoot, ".liss");
