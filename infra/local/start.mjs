// npm start: plain JavaScript for any Node from 20 on, with nothing installed. It prepares the workspace and hands
// over to src/main.ts on the pinned Node.
import { handOver } from "./hand-over.mjs";

await handOver({ title: "Liss", program: "infra/local/src/main.ts" });
