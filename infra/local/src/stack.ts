export { AppFailed } from "./stack/app-process.ts";
export { type App, type AppName, appNames, apps, type Ports } from "./stack/services.ts";
export {
  type Replica,
  type ServerName,
  type Stack,
  type StackOptions,
  startStack,
} from "./stack/start-stack.ts";
