import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { esCL } from "./es-cl.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    resources: { translation: typeof esCL };
  }
}

export async function startTexts(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: "es-CL",
    resources: { "es-CL": { translation: esCL } },
    interpolation: { escapeValue: false },
  });
}
