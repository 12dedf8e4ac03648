import { CloseButton, Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ConnectionBanner } from "../desk/connection-banner.tsx";
import classes from "./dialog.module.css";

/**
 * A question that must be answered before going on. Escape, the cross and the ground behind it close it. Without a line
 * it says so itself, for what says it on the desk is behind it.
 */
export function Dialog({
  title,
  onClose,
  returnFocus = true,
  wide = false,
  children,
}: {
  title: string;
  onClose: () => void;
  returnFocus?: boolean;
  /** For what is long and is looked over, not read. */
  wide?: boolean;
  children: ReactNode;
}) {
  const { t } = useTranslation("desk");
  return (
    <Modal.Root
      opened
      onClose={onClose}
      returnFocus={returnFocus}
      size={wide ? "xl" : "md"}
      centered
      classNames={{ content: classes.content ?? "" }}
    >
      <Modal.Overlay backgroundOpacity={0.45} />
      <Modal.Content>
        <div className={classes.top}>
          <div className={classes.head}>
            <Modal.Title className={classes.title}>{title}</Modal.Title>
            <CloseButton onClick={onClose} aria-label={t("dialog.close")} />
          </div>
          <ConnectionBanner />
        </div>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
