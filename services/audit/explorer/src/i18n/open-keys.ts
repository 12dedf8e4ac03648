import type { i18n, TFunction } from "i18next";

/** For words whose key comes from an event: known to the catalogue or not, which only running tells. */
export type OpenTranslate = (key: string, values?: Record<string, unknown>) => string | undefined;

export function openKeys(translations: Pick<i18n, "exists">, t: TFunction<"explorer">): OpenTranslate {
  const translate = t as unknown as (key: string, values?: Record<string, unknown>) => string;
  return (key, values) =>
    translations.exists(key, { ns: "explorer", ...values }) ? translate(key, values) : undefined;
}
