import { classifications } from "@liss/contracts";
import { useTranslation } from "react-i18next";

/** How a conversation turned out, in words; a classification of a newer version as it is. */
export function useClassification(): (classification: string | null) => string {
  const { t } = useTranslation("shared");
  return (classification) => {
    const known = classifications.find((one) => one === classification);
    return known ? t(`classifications.${known}`) : (classification ?? "");
  };
}
