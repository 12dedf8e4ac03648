import { getI18n } from "react-i18next";

/** What is opened, and the texts that only pages have: the desk's first load is without them. */
export async function withPageTexts<Opened>(opening: Promise<Opened>): Promise<Opened> {
  const [opened, { pages }] = await Promise.all([opening, import("../texts-of-pages.es-cl.ts")]);
  const translations = getI18n();
  translations.addResourceBundle(translations.language, "desk", pages, true);
  return opened;
}
