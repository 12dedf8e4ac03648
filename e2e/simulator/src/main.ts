import { readConfig } from "./config.ts";
import { startSimulator } from "./simulator.ts";

const say = (line: string) => process.stdout.write(`${line}\n`);

try {
  const config = readConfig(process.env);
  const simulator = await startSimulator({
    port: config.PORT,
    host: config.HOST,
    webhookUrl: config.WEBHOOK_URL,
    appSecret: config.WHATSAPP_APP_SECRET,
    verifyToken: config.WHATSAPP_VERIFY_TOKEN,
    accessToken: config.WHATSAPP_ACCESS_TOKEN,
    phoneNumberId: config.WHATSAPP_PHONE_NUMBER_ID,
    graphVersion: config.WHATSAPP_GRAPH_VERSION,
  });
  say(`simulator: phones and Cloud API at ${simulator.url}`);
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void simulator.stop());
} catch (error) {
  process.stderr.write(`simulator: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
