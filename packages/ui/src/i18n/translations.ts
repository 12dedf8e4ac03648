import { createInstance, type i18n, type ResourceLanguage } from "i18next";
import { initReactI18next } from "react-i18next";
import { shared } from "./shared.es-cl.ts";

export const locale = "es-CL";

/**
 * The catalogues of an application, beside the shared one, ready at once (nothing is fetched).
 * A missing key is an error while developing: a person would read the key.
 */
export function createTranslations(catalogues: Record<string, object>): i18n {
  const translations = createInstance();
  void translations.use(initReactI18next).init({
    lng: locale,
    fallbackLng: locale,
    defaultNS: "shared",
    ns: ["shared", ...Object.keys(catalogues)],
    resources: { [locale]: { shared, ...catalogues } as unknown as ResourceLanguage },
    initAsync: false,
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  return translations;
}
