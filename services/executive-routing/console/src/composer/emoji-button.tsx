import { ActionIcon } from "@mantine/core";
import { IconMoodSmile } from "@tabler/icons-react";
import { lazy, type RefObject, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";

// What floats is fetched when it is first wanted.
const EmojiPicker = lazy(() => import("./emoji-picker.tsx"));

/** Puts an emoji where she writes. */
export function EmojiButton({
  field,
  write,
}: {
  field: RefObject<HTMLTextAreaElement | null>;
  write: (text: string) => void;
}) {
  const { t } = useTranslation("desk");
  const [wanted, want] = useState(false);
  const button = (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      aria-label={t("emoji.open")}
      title={t("emoji.open")}
      onClick={() => want(true)}
    >
      <IconMoodSmile size={20} stroke={1.6} aria-hidden="true" />
    </ActionIcon>
  );
  function pick(one: string): void {
    const element = field.current;
    if (!element) return;
    const { value, selectionStart, selectionEnd } = element;
    write(value.slice(0, selectionStart) + one + value.slice(selectionEnd));
    const caret = selectionStart + one.length;
    // After the popover gave the focus back, and React wrote the text.
    setTimeout(() => {
      element.focus();
      element.setSelectionRange(caret, caret);
    }, 30);
  }
  if (!wanted) return button;
  return (
    <Suspense fallback={button}>
      <EmojiPicker openAtOnce onPick={pick} />
    </Suspense>
  );
}
