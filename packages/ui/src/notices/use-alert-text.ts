import type { AlertCode } from "@liss/contracts";
import { useTranslation } from "react-i18next";
import { alerts } from "../i18n/alerts.es-cl.ts";

const isKnown = (code: string): code is AlertCode => code !== "other" && Object.hasOwn(alerts, code);

/** Says what an alarm is; one of another version, which has no sentence here, is named as it is called. */
export function useAlertText(): (code: string) => string {
  const { t } = useTranslation("shared");
  return (code) =>
    isKnown(code) ? t(`alerts.${code}`) : t("alerts.other", { code: code.replaceAll("-", " ") });
}
