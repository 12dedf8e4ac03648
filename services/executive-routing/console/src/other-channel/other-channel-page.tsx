import { useTranslation } from "react-i18next";
import { PageFrame } from "../app/page-frame.tsx";
import { AttentionForm } from "./attention-form.tsx";

/** Where somebody who never wrote here is counted. */
export function OtherChannelPage() {
  const { t } = useTranslation("desk");
  return (
    <PageFrame title={t("otherChannel.title")} hint={t("otherChannel.hint")}>
      <AttentionForm sessionId={null} />
    </PageFrame>
  );
}
