export { type Simulator, type SimulatorOptions, startSimulator } from "./simulator.ts";
export type * from "./view.ts";
export { signatureOf, webhookBytes } from "./webhook/signature.ts";
