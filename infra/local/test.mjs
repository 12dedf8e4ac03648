// npm test: plain JavaScript for any Node from 20 on, with nothing installed. It prepares the workspace and hands
// over to src/test-run.ts on the pinned Node.
import { handOver } from "./hand-over.mjs";

await handOver({ title: "Liss: every check", program: "infra/local/src/test-run.ts" });
