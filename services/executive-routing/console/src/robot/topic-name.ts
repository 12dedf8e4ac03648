import { useTranslation } from "react-i18next";

/** How a topic is told; one that has no words yet, by its own name. */
export function useTopicName(): (topic: string) => string {
  const { t, i18n } = useTranslation("shared");
  return (topic) => {
    if (i18n.exists(`shared:topics.${topic}`)) return t(`topics.${topic as "denunciar"}`);
    const words = topic.replaceAll("-", " ");
    return words.charAt(0).toLocaleUpperCase("es-CL") + words.slice(1);
  };
}
