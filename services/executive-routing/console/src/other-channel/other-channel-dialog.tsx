import type { SessionCard } from "@liss/executive-routing/desk-api";
import { useTranslation } from "react-i18next";
import { Dialog } from "../app/dialog.tsx";
import { AttentionForm } from "./attention-form.tsx";

/** The same for somebody who also wrote: it stands with the rest of hers. */
export default function OtherChannelDialog({ card, onClose }: { card: SessionCard; onClose: () => void }) {
  const { t } = useTranslation("desk");
  return (
    <Dialog onClose={onClose} title={t("otherChannel.hereTitle", { codeName: card.codeName })}>
      <p>{t("otherChannel.hereHint")}</p>
      <AttentionForm sessionId={card.id} />
    </Dialog>
  );
}
