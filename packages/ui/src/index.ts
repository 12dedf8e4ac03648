export { shared, worthSendingAgain } from "./i18n/shared.es-cl.ts";
export { createTranslations, locale } from "./i18n/translations.ts";
export { LissProvider } from "./liss-provider.tsx";
export { DeliveryTicks } from "./marks/delivery-ticks.tsx";
export { StatusDot } from "./marks/status-dot.tsx";
export { coloursOf, TierMark } from "./marks/tier-mark.tsx";
export { TierShape } from "./marks/tier-shape.tsx";
export { WaitingClock } from "./marks/waiting-clock.tsx";
export { EmptyState } from "./notices/empty-state.tsx";
export { Problem } from "./notices/problem.tsx";
export { useAlertText } from "./notices/use-alert-text.ts";
export { SchemeSwitch } from "./scheme-switch.tsx";
export * from "./time/format.ts";
export {
  createServerClock,
  type ServerClock,
  ServerClockProvider,
  useServerClock,
  useServerSecond,
} from "./time/server-clock.ts";
